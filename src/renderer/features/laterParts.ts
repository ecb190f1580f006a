// What most starts do not show, in one script that is read after the first paint; MainWindow says when.
export { ActivityTab } from './activity/ActivityTab.tsx';
export { ArrangeAccounts } from './arrange/ArrangeAccounts.tsx';
export { EditAccount } from './arrange/EditAccount.tsx';
export { CardMenuItems } from './authentication/CardMenuItems.tsx';
export { RemoveAccount } from './authentication/RemoveAccount.tsx';
export { OtpCode } from './otp/OtpCode.tsx';
export { EditOtp } from './otp/EditOtp.tsx';
export { PairingDialog } from './pairing/PairingDialog.tsx';
export { PairingListDialog } from './pairing/list/PairingListDialog.tsx';
export { SettingsForm } from './settings/SettingsForm.tsx';
export { VaultProblem } from './vault/VaultProblem.tsx';
