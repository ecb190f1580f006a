import type { AnswerOf } from '../../bridge/api.ts';
import type { Argument, Channel } from '../../bridge/channels.ts';

/** What main does for each channel. Failures are thrown and become closed error codes at the edge. */
export type Intents = { [C in Channel]: (argument: Argument<C>) => Promise<AnswerOf<C>> | AnswerOf<C> };
