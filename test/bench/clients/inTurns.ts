/** Does `work` for each of `items`, at most `atOnce` at a time; fails with the first that fails. */
export async function inTurns<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Does `work` so often, in as many lanes, each with items of its own, so that no item is worked on twice at a time. */
export async function inLanes<T>(items: readonly T[], count: number, lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const runLane = async (lane: number): Promise<void> => {
    const own = items.filter((_, index) => index % lanes === lane);
    for (let turn = 0; lane + turn * lanes < count; turn += 1) {
      const item = own[turn % own.length];
      if (item === undefined) throw new Error('There are more lanes than items.');
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: lanes }, async (_, lane) => await runLane(lane)));
}
