import { type BusCall, SessionBus } from './SessionBus.ts';

/** @returns the reply's body */
export type CallBus = (call: BusCall) => Promise<unknown[]>;

/**
 * Connects to a D-Bus, works, and leaves; fails when the bus does.
 * @param address as in `DBUS_SESSION_BUS_ADDRESS`
 * @param timeoutMs for each answer
 */
export async function withBus<T>(address: string, timeoutMs: number, work: (call: CallBus) => Promise<T>): Promise<T> {
  const bus = await SessionBus.connect({ address, timeoutMs });
  try {
    return await work(async (call) => await bus.call(call));
  } finally {
    bus.close();
  }
}
