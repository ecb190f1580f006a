/** What a program can be asked for; arguments and answers travel as JSON. */
export type Methods = Record<string, (argument: never) => unknown>;

export interface Called {
  readonly call: number;
  readonly method: string;
  readonly argument: unknown;
}

export type Replied = { readonly call: number; readonly value: unknown } | { readonly call: number; readonly error: string };

/** Answers the calls of the process that started this one, until that ends. */
export function answerCalls(methods: Methods): void {
  process.on('disconnect', () => process.exit(0));
  process.on('message', ({ call, method, argument }: Called) => {
    const answer = async (): Promise<unknown> => await methods[method]?.(argument as never);
    answer().then(
      (value) => process.send?.({ call, value } satisfies Replied),
      (error: unknown) => process.send?.({ call, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}
