/**
 * A desktop session of one's own: a private D-Bus session bus and a real gnome-keyring on it, for tests and the demo.
 * The person's own bus and login keyring are never touched: no address, folder or service file of theirs is used.
 */

export interface DesktopSession {
  /**
   * DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR, XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_CACHE_HOME, HOME (all inside the
   * session's folders). Lay them over a child's environment; they stay the same over restarts of the keyring.
   */
  readonly env: Readonly<Record<string, string>>
  /** Ends the keyring daemon with SIGKILL, as a crash would. The bus stays. */
  killKeyring(): Promise<void>
  /** Starts a keyring daemon (ending the old one) and unlocks it, or leaves it locked. */
  restartKeyring(options?: { locked?: boolean }): Promise<void>
  /** Locks the default collection over D-Bus, as a person would in the password manager. */
  lockKeyring(): Promise<void>
  /** Unlocks again with the session's password, without any prompt. */
  unlockKeyring(): Promise<void>
  /** Ends both daemons and removes the runtime folder; the keyring's files in `folder` stay. */
  stop(): Promise<void>
}

export interface DesktopSessionOptions {
  /** Where the keyring's files live; the same folder later gives the same keyring. Made if missing, mode 0700. */
  readonly folder: string
  /** Password of the keyring; the same folder needs the same one. Default: a fixed word, good for tests and demo. */
  readonly password?: string
  /** false: only a bus, with no Secret Service on it. Default true. */
  readonly keyring?: boolean
}

export declare function startDesktopSession(options: DesktopSessionOptions): Promise<DesktopSession>

/** Programs that are needed and not installed, e.g. ['gnome-keyring-daemon', 'dbus-daemon']; empty when all are there. */
export declare function missingParts(): string[]
