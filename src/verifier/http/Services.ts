import type { Accounts } from '../accounts/Accounts.ts';
import type { PublishedMetadata } from '../keys/PublishedMetadata.ts';
import type { Confirmation } from '../pairings/Confirmation.ts';
import type { PairingKeyLists } from '../pairings/PairingKeyLists.ts';
import type { PairingKeys } from '../pairings/PairingKeys.ts';
import type { Redemption } from '../pairings/Redemption.ts';
import type { Passcodes } from '../passcodes/Passcodes.ts';
import type { Applications } from '../policy/Applications.ts';
import type { Transactions } from '../requests/Transactions.ts';
import type { SecurityLog } from '../SecurityLog.ts';
import type { Subscribers } from '../subscribers/Subscribers.ts';
import type { TrustedProxies } from '../TrustedProxies.ts';
import type { ApiKeys } from './ApiKeys.ts';

/** What the routes call. */
export interface Services {
  issuer: string;

  metadata: PublishedMetadata;
  apiKeys: ApiKeys;
  subscribers: Subscribers;
  accounts: Accounts;
  applications: Applications;
  transactions: Transactions;
  passcodes: Passcodes;
  pairingKeys: PairingKeys;
  pairingKeyLists: PairingKeyLists;
  redemption: Redemption;
  confirmation: Confirmation;
  security: SecurityLog;
  proxies: TrustedProxies;
}

/** Called while a request is handled, never while routes are declared: the OpenAPI document needs no database. */
export type GetServices = () => Services;
