import type { DesktopTexts } from './desktopTexts.ts';
import { isolated } from './isolated.ts';
import { plural } from './plural.ts';

export const ar: DesktopTexts = {
  open: 'فتح Deskfob',
  quit: 'إنهاء Deskfob',
  signIn: (application) => `تسجيل الدخول إلى ${isolated(application)}`,
  confirmPairing: (organisation) => `تأكيد الاقتران مع ${isolated(organisation)}`,
  placeUnknown: 'المكان غير معروف',
  place: (city, country) => `${isolated(city)}، ${country}`,
  onThisNetwork: 'من هذه الشبكة',
  waiting: plural('ar', {
    zero: 'Deskfob: لا طلبات في الانتظار',
    one: 'Deskfob: طلب واحد في الانتظار',
    two: 'Deskfob: طلبان في الانتظار',
    few: 'Deskfob: # طلبات في الانتظار',
    many: 'Deskfob: # طلبًا في الانتظار',
    other: 'Deskfob: # طلب في الانتظار',
  }),
  tooltip: { idle: 'Deskfob', offline: 'Deskfob: غير متصل', locked: 'Deskfob: مقفل' },
  far: 'بعيد من هنا',
  review: 'مراجعة',
  approve: 'موافقة',
  approveMore: 'موافقة…',
  deny: 'رفض',
  later: 'لاحقًا',
  somethingWaits: 'هناك طلب في الانتظار',
  unlockToSee: 'افتح قفل Deskfob لرؤيته.',
  unlock: 'فتح القفل',
  copyPasscode: (account) => `نسخ رمز الدخول: ${isolated(account)}`,
  lock: 'قفل Deskfob',
  verify: {
    signIn: (application, person) => `الموافقة على تسجيل الدخول إلى ${isolated(application)} باسم ${isolated(person)}`,
    pairing: (organisation, person) => `تأكيد الاقتران مع ${isolated(organisation)} باسم ${isolated(person)}`,
    unlock: 'فتح قفل Deskfob',
    change: 'تغيير حماية Deskfob',
    pin: 'تعيين رمز PIN لتطبيق Deskfob',
    export: 'حفظ حساباتك في ملف',
    code: 'عرض رمز حساب',
  },
  ask: {
    setPin: {
      message: 'هل تريد تعيين رمز PIN لتطبيق Deskfob؟',
      detail: 'من يعرف رمز PIN يستطيع فتح قفل Deskfob والموافقة على تسجيلات الدخول على هذا الحاسوب. تابع فقط إن كنت قد اخترت رمزًا للتو.',
      yes: 'تعيين رمز PIN',
      no: 'إلغاء',
    },
    removeAll: {
      message: 'هل تريد إزالة كل الحسابات من هذا الحاسوب؟',
      detail: 'من دون رمز PIN لا يمكن فتحها. ستُحذف كل الحسابات والسجل ورمز PIN، وستُبلَّغ مؤسساتك. ثم تقرن كل حساب من جديد بمفتاح جديد.',
      yes: 'إزالة كل الحسابات',
      no: 'إلغاء',
    },
    export: {
      message: 'هل تريد حفظ حساباتك في ملف؟',
      detail: 'من يملك الملف، وكلمة مروره إن كان مشفّرًا، يستطيع توليد رموزك. تابع فقط إن كنت قد طلبت ذلك للتو.',
      yes: 'حفظ',
      no: 'إلغاء',
    },
    code: {
      message: 'هل تريد عرض رمز هذا الحساب؟',
      detail: 'من يقرأ الرمز أو يصوّره يستطيع توليد رموز مرور هذا الحساب. تابع فقط إن كنت قد طلبت ذلك للتو.',
      yes: 'عرض',
      no: 'إلغاء',
    },
  },
};
