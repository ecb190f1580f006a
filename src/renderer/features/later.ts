import { lazy } from 'react';

const later = async () => await import('./laterParts.ts');

export const ActivityTab = lazy(async () => ({ default: (await later()).ActivityTab }));
export const CardMenuItems = lazy(async () => ({ default: (await later()).CardMenuItems }));
export const OtpCode = lazy(async () => ({ default: (await later()).OtpCode }));
export const ArrangeAccounts = lazy(async () => ({ default: (await later()).ArrangeAccounts }));
export const EditAccount = lazy(async () => ({ default: (await later()).EditAccount }));
export const EditOtp = lazy(async () => ({ default: (await later()).EditOtp }));
/** By itself: the approval window shows it, too. */
export const LockScreen = lazy(async () => ({ default: (await import('./lock/LockScreen.tsx')).LockScreen }));
export const PairingDialog = lazy(async () => ({ default: (await later()).PairingDialog }));
export const PairingListDialog = lazy(async () => ({ default: (await later()).PairingListDialog }));
export const RemoveAccount = lazy(async () => ({ default: (await later()).RemoveAccount }));
export const SettingsForm = lazy(async () => ({ default: (await later()).SettingsForm }));
export const VaultProblem = lazy(async () => ({ default: (await later()).VaultProblem }));

/** Reads them once the window has nothing else to do, so that they are there when they are wanted. */
export function readLaterParts(): () => void {
  const idle = requestIdleCallback(() => void later());
  return () => cancelIdleCallback(idle);
}
