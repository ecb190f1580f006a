/** Hands on one thing at a time: of those that come while the one before is being drawn, only the last. */
export class ViewQueue<T> {
  readonly #draw: (next: T) => void;
  #next: { readonly value: T } | undefined;
  #isDrawing = false;

  constructor(draw: (next: T) => void) {
    this.#draw = draw;
  }

  add(value: T): void {
    this.#next = { value };
    this.#drawNext();
  }

  /** What was handed on last is drawn. */
  drawn(): void {
    this.#isDrawing = false;
    this.#drawNext();
  }

  #drawNext(): void {
    const next = this.#next;
    if (next === undefined || this.#isDrawing) return;
    this.#next = undefined;
    this.#isDrawing = true;
    this.#draw(next.value);
  }
}
