/** How tests and benchmarks start the built app, on top of the environment of its desktop session. */
export const appEnv = { DESKFOB_DEVELOPMENT: '1', DESKFOB_HEADLESS: '1', LANG: 'en_GB.UTF-8' } as const;
