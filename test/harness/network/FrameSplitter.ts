/** One WebSocket frame as it stands on the wire (RFC 6455), and what it says. */
export interface WireFrame {
  bytes: Buffer;
  /** Pings, pongs and closes are the socket's own affair. */
  kind: 'text' | 'binary' | 'ping' | 'pong' | 'close';
  text: string;
}

const KINDS: Record<number, WireFrame['kind']> = { 1: 'text', 2: 'binary', 8: 'close', 9: 'ping', 10: 'pong' };

/** Cuts a stream of bytes after the upgrade into whole frames. Nobody here splits a message over several frames. */
export class FrameSplitter {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): WireFrame[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const frames: WireFrame[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): WireFrame | undefined {
    const [first, second] = this.#rest;
    if (first === undefined || second === undefined) return undefined;
    const short = second & 0x7f;
    const lengthEnd = short === 127 ? 10 : short === 126 ? 4 : 2;
    const isMasked = (second & 0x80) !== 0;
    const start = lengthEnd + (isMasked ? 4 : 0);
    if (this.#rest.length < start) return undefined;
    const length = short === 127 ? Number(this.#rest.readBigUInt64BE(2)) : short === 126 ? this.#rest.readUInt16BE(2) : short;
    if (this.#rest.length < start + length) return undefined;
    const bytes = this.#rest.subarray(0, start + length);
    this.#rest = this.#rest.subarray(start + length);
    const payload = Buffer.from(bytes.subarray(start));
    if (isMasked) for (let i = 0; i < payload.length; i += 1) payload[i] = (payload[i] ?? 0) ^ (bytes[lengthEnd + (i % 4)] ?? 0);
    const kind = KINDS[first & 0x0f];
    if (kind === undefined) throw new Error(`a frame with the opcode ${first & 0x0f}`);
    return { bytes, kind, text: kind === 'text' ? payload.toString('utf8') : '' };
  }
}
