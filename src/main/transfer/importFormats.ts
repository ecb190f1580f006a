import { aegis } from './formats/aegis.ts';
import { andOtp } from './formats/andOtp.ts';
import { bitwardenCsv } from './formats/bitwardenCsv.ts';
import { bitwardenJson } from './formats/bitwardenJson.ts';
import { deskfobBackup } from './formats/deskfobBackup.ts';
import { ente } from './formats/ente.ts';
import { freeOtpPlus } from './formats/freeOtpPlus.ts';
import { googleMigration } from './formats/googleMigration.ts';
import { keepassCsv } from './formats/keepassCsv.ts';
import { keepassXml } from './formats/keepassXml.ts';
import { otpauthList } from './formats/otpauthList.ts';
import { proton } from './formats/proton.ts';
import { raivo } from './formats/raivo.ts';
import { stratum } from './formats/stratum.ts';
import { twoFas } from './formats/twoFas.ts';
import type { ImportFormat } from './ImportFormat.ts';

/** Every file that can be read; encrypted andOTP files, which have no mark of their own, come last. */
export const importFormats: readonly ImportFormat[] = [
  deskfobBackup,
  otpauthList,
  googleMigration,
  aegis,
  twoFas,
  bitwardenJson,
  bitwardenCsv,
  ente,
  proton,
  stratum,
  freeOtpPlus,
  raivo,
  keepassXml,
  keepassCsv,
  andOtp,
];
