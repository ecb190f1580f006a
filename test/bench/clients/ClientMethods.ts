import type { ServerAddress } from '../servers/ServerMethods.ts';

export interface ClientPlan {
  server: ServerAddress;
  /** Its own, empty. */
  folder: string;
  peopleFile: string;
}

export interface DeliverTimes {
  /** Ms from the application's POST until the request was safe with the app. */
  inbox: number[];
  /** Until the floor's echo had answered the POST, too; the product answers it before. */
  back: number[];
}

export interface SettleTimes {
  /** Ms from sending the answer to the verified event, of each. */
  event: number[];
  /** Ms from sending the answer to the end of the relying application's long poll. */
  poll: number[];
}

/** What the apps and the bare client alike can be asked for. Their sockets play all the computers; the application is a process of theirs. */
export type ClientMethods = {
  /** Reads the plan; opens nothing yet. */
  prepare(plan: ClientPlan): Promise<void>;
  /** Opens (and attaches) the sockets of these people, each on its own. */
  connect(range: { from: number; to: number }): Promise<void>;
  /** Asks one person after the other. */
  deliver(work: { count: number }): Promise<DeliverTimes>;
  /** Asks and answers one after the other. */
  settle(work: { count: number }): Promise<SettleTimes>;
  /** Asks and approves so many, `inFlight` at a time; seconds that it took. */
  approve(work: { count: number; inFlight: number }): Promise<number>;
};
