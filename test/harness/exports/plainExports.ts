import { Secret } from 'otpauth';
import type { SampleAccount, SampleExport } from './SampleExport.ts';

/*
 * Exports that are not sealed, as the apps write them, with no more of it than is read. Each is a function from accounts to text.
 */

export const uriOf = ({ issuer, label, secret }: SampleAccount): string => {
  const name = encodeURIComponent(`${issuer}:${label}`);
  return `otpauth://totp/${name}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA256&digits=8&period=30`;
};
const bytesOf = (secret: string): number[] => [...Secret.fromBase32(secret).bytes];
const code = { algorithm: 'SHA256', digits: 8, period: 30 } as const;

export const aegisContent = (accounts: readonly SampleAccount[]): object => ({
  version: 3,
  entries: accounts.map(({ issuer, label, secret }, index) => ({
    type: 'totp',
    uuid: `id-${index}`,
    name: label,
    issuer,
    info: { secret, algo: code.algorithm, digits: code.digits, period: code.period },
  })),
  groups: [],
});

export const twoFasServices = (accounts: readonly SampleAccount[]): object[] =>
  accounts.map(({ issuer, label, secret }, position) => ({
    name: issuer,
    secret,
    order: { position },
    otp: { label, account: label, issuer, ...code, tokenType: 'TOTP' },
  }));

export const bitwardenVault = (accounts: readonly SampleAccount[]): object => ({
  encrypted: false,
  folders: [],
  items: accounts.map((account) => ({
    type: 1,
    name: account.issuer,
    favorite: false,
    folderId: null,
    login: { username: account.label, password: 'pw', totp: uriOf(account) },
  })),
});

export const protonContent = (accounts: readonly SampleAccount[]): object => ({
  version: 1,
  entries: accounts.map((account) => ({
    id: account.secret,
    content: { uri: uriOf(account), entry_type: 'Totp', name: account.label },
    note: null,
  })),
});

export const stratumBackup = (accounts: readonly SampleAccount[]): object => ({
  Authenticators: accounts.map(({ issuer, label, secret }) => ({
    Type: 2,
    Issuer: issuer,
    Username: label,
    Secret: secret,
    Algorithm: 1,
    Digits: code.digits,
    Period: code.period,
    Counter: 0,
  })),
  Categories: [],
  AuthenticatorCategories: [],
  CustomIcons: [],
});

export const andOtpEntries = (accounts: readonly SampleAccount[]): object[] =>
  accounts.map(({ issuer, label, secret }) => ({ secret, issuer, label, ...code, type: 'TOTP', thumbnail: 'Default', tags: [] }));

export const raivoList = (accounts: readonly SampleAccount[]): object[] =>
  accounts.map(({ issuer, label, secret }) => ({
    pinned: 'false',
    secret,
    issuer,
    account: label,
    counter: '0',
    algorithm: code.algorithm,
    kind: 'TOTP',
    digits: String(code.digits),
    timer: String(code.period),
  }));

const freeOtpPlus = (accounts: readonly SampleAccount[]): object => ({
  tokens: accounts.map(({ issuer, label, secret }) => ({
    algo: code.algorithm,
    counter: 0,
    digits: code.digits,
    issuerExt: issuer,
    issuerInt: issuer,
    label,
    period: code.period,
    // Bytes of Java have a sign.
    secret: bytesOf(secret).map((byte) => (byte << 24) >> 24),
    type: 'TOTP',
  })),
  tokenOrder: accounts.map(({ issuer, label }) => `${issuer}:${label}`),
});

const bitwardenCsv = (accounts: readonly SampleAccount[]): string =>
  [
    'folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp',
    ...accounts.map((account) => `,,login,${account.issuer},,,0,,${account.label},pw,${uriOf(account)}`),
  ].join('\n');

const keepassCsv = (accounts: readonly SampleAccount[]): string =>
  [
    '"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified","Created"',
    ...accounts.map((account) => `"Passwords","${account.issuer}","${account.label}","pw","","","${uriOf(account)}","0","",""`),
  ].join('\n');

function keepassXml(accounts: readonly SampleAccount[]): string {
  const field = (key: string, value: string): string =>
    `<String><Key>${key}</Key><Value>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</Value></String>`;
  const entries = accounts.map(
    (account) => `<Entry>${field('Title', account.issuer)}${field('UserName', account.label)}${field('otp', uriOf(account))}</Entry>`,
  );
  return `<?xml version="1.0"?><KeePassFile><Root><Group><Name>Mine</Name>${entries.join('')}</Group></Root></KeePassFile>`;
}

/** Google Authenticator's own message, by hand: Protocol Buffers with fields of one or more bytes. */
function googleMigration(accounts: readonly SampleAccount[]): string {
  const number = (field: number, value: number): number[] => [field << 3, value];
  const bytes = (field: number, value: readonly number[]): number[] => [(field << 3) | 2, value.length, ...value];
  const text = (field: number, value: string): number[] => bytes(field, [...Buffer.from(value)]);
  const message = [
    ...accounts.flatMap(({ issuer, label, secret }) =>
      bytes(1, [...bytes(1, bytesOf(secret)), ...text(2, label), ...text(3, issuer), ...number(4, 2), ...number(5, 2), ...number(6, 2)]),
    ),
    ...number(2, 1),
    ...number(3, 1),
    ...number(4, 0),
    ...number(5, 1),
  ];
  return `otpauth-migration://offline?data=${encodeURIComponent(Buffer.from(message).toString('base64'))}`;
}

/** Every format that has one. @param next accounts for the next file */
export function plainExports(next: () => readonly SampleAccount[]): SampleExport[] {
  const file = (format: SampleExport['format'], write: (accounts: readonly SampleAccount[]) => object | string): SampleExport => {
    const content = write(next());
    return { format, variant: 'plain', bytes: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)) };
  };
  return [
    file('otpauth', (accounts) => accounts.map(uriOf).join('\n')),
    file('google-authenticator', googleMigration),
    file('aegis', (accounts) => ({ version: 1, header: { slots: null, params: null }, db: aegisContent(accounts) })),
    file('2fas', (accounts) => ({ services: twoFasServices(accounts), groups: [], schemaVersion: 4, appOrigin: 'android' })),
    file('bitwarden-json', bitwardenVault),
    file('bitwarden-csv', bitwardenCsv),
    file('proton', protonContent),
    file('stratum', stratumBackup),
    file('andotp', andOtpEntries),
    file('freeotp-plus', freeOtpPlus),
    file('raivo', raivoList),
    file('keepass-xml', keepassXml),
    file('keepass-csv', keepassCsv),
  ];
}
