/** Every number of the wire contract that both ends must agree on. Units stand in the names. */
export const LIMITS = {
  /** One WebSocket frame, and one body of the pairing endpoint, in bytes. A larger one closes the connection. */
  frameBytes: 64 * 1024,
  /** One signed request, in bytes: more than the longest names and the longest message take, and little enough to be kept by thousands. */
  requestBytes: 8 * 1024,
  /** Attach proofs in one `attach` frame; more accounts take more frames. */
  proofsPerAttach: 50,
  idCharacters: 64,
  nameCharacters: 64,
  messageCharacters: 256,
  /** A request is answerable for this long unless the application's policy says otherwise. */
  requestLifetimeSeconds: 60,
  /** No request may live longer; the app refuses one that claims to. */
  requestMaximumLifetimeSeconds: 300,
  /** The app remembers a request's `jti` this long past `exp`, so that a repeat is known as one. */
  requestMemorySeconds: 60,
  /** This long past `exp` a verifier that knows a request has told how it ended. */
  outcomeWithinSeconds: 60,
  pairingKeyLifetimeSeconds: 600,
  waitingAccountLifetimeSeconds: 600,
  /** A socket that has attached nothing by then is closed. */
  attachWithinSeconds: 10,
  pingIntervalSeconds: 25,
  missedPings: 2,
  reconnectMinimumSeconds: 1,
  reconnectMaximumSeconds: 15,
  openTransactionsPerSubscriber: 3,
  /** Digits of the number that a person carries from the sign-in page to the app (SP 800-63B-4 asks for 20 bits: log2(10^6) = 19.9, rounded by the rate limit). */
  matchDigits: 6,
  choiceOptions: 3,
  /** Consecutive wrong numbers and passcodes of one subscriber before both are disabled (SP 800-63B-4 allows at most 100). */
  failuresUntilDisabled: 20,
} as const;
