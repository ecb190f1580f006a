import type { DesktopTexts } from './desktopTexts.ts';
import { plural } from './plural.ts';

export const ja: DesktopTexts = {
  open: 'Deskfob を開く',
  quit: 'Deskfob を終了',
  signIn: (application) => `${application} へのサインイン`,
  confirmPairing: (organisation) => `${organisation} とのペアリングの確認`,
  placeUnknown: '場所不明',
  place: (city, country) => `${country}、${city}`,
  onThisNetwork: 'このネットワークから',
  waiting: plural('ja', { other: 'Deskfob：# 件のリクエストが待っています' }),
  tooltip: { idle: 'Deskfob', offline: 'Deskfob: 未接続', locked: 'Deskfob: ロック中' },
  far: 'ここから遠い場所',
  review: '確認する',
  approve: '承認',
  approveMore: '承認…',
  deny: '拒否',
  later: '後で',
  somethingWaits: 'リクエストが届いています',
  unlockToSee: '表示するには Deskfob のロックを解除してください。',
  unlock: 'ロックを解除',
  copyPasscode: (account) => `パスコードをコピー: ${account}`,
  lock: 'Deskfob をロック',
  verify: {
    signIn: (application, person) => `${person} として ${application} へのサインインを承認`,
    pairing: (organisation, person) => `${person} として ${organisation} とのペアリングを確認`,
    unlock: 'Deskfob のロックを解除',
    change: 'Deskfob の保護を変更',
    pin: 'Deskfob の PIN を設定',
    export: 'アカウントをファイルに保存',
    code: 'アカウントのコードを表示',
  },
  ask: {
    setPin: {
      message: 'Deskfob の PIN を設定しますか？',
      detail:
        'PIN を知っている人は、このコンピューターで Deskfob のロックを解除し、サインインを承認できます。自分で PIN を決めた場合だけ続けてください。',
      yes: 'PIN を設定',
      no: 'キャンセル',
    },
    removeAll: {
      message: 'このコンピューターからすべてのアカウントを削除しますか？',
      detail:
        'PIN がないと開けません。すべてのアカウント、履歴、PIN が削除され、組織に知らされます。各アカウントは新しいキーで再度ペアリングします。',
      yes: 'すべてのアカウントを削除',
      no: 'キャンセル',
    },
    export: {
      message: 'アカウントをファイルに保存しますか？',
      detail:
        'ファイル（暗号化されている場合はそのパスワードも）を持つ人は、あなたのパスコードを生成できます。自分で操作した場合だけ続けてください。',
      yes: '保存',
      no: 'キャンセル',
    },
    code: {
      message: 'このアカウントのコードを表示しますか？',
      detail: 'コードを読み取ったり撮影したりした人は、このアカウントのパスコードを生成できます。自分で操作した場合だけ続けてください。',
      yes: '表示',
      no: 'キャンセル',
    },
  },
};
