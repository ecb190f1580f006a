export type Change = 'adds a passphrase' | 'removes the keyring' | 'adds the keyring' | 'removes the passphrase' | 'changes the passphrase';

export const PHRASE = 'correct horse battery staple';
export const NEW_PHRASE = 'another horse altogether';
