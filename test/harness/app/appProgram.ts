/**
 * The app without its windows in a process of its own, on a profile of that folder and the keyring of its environment.
 * It is driven over the channel to its parent and really ends itself with SIGKILL at a fault point. Arguments: folder,
 * and as JSON how it is launched.
 */
import type { AppCommand, FromApp, ToApp } from './appCommands.ts';
import { AppCore, type LaunchOptions } from './AppCore.ts';
import { Computer } from './Computer.ts';

const [folder = '', options = '{}'] = process.argv.slice(2);
const die = (): void => void process.kill(process.pid, 'SIGKILL');
const say = (message: FromApp): void => void process.send?.(message);

// Whoever started it is gone: a test that was ended leaves no process.
process.once('disconnect', () => process.exit(1));

const computer = new Computer(folder);
const app = await AppCore.launch(computer, { ...(JSON.parse(options) as LaunchOptions), die });
process.on('message', ({ number, command }: ToApp) => {
  void carryOut(command).then((answer) => say({ number, answer }));
});
say({ ready: true });

async function carryOut(command: AppCommand): Promise<unknown> {
  switch (command.do) {
    case 'ask':
      return await app.ask(command.channel, command.argument);
    case 'look':
      return await app.look(command);
    case 'report':
      return { view: app.view(), arrivals: app.arrivals, logged: app.logged };
    case 'dieAt':
      return app.dieAt(command.point, command.times);
    case 'advance':
      computer.clock.advance(command.ms);
      return await app.wake();
    case 'close':
      return await app.close();
  }
}
