import { z } from 'zod';
import type { ActivityView } from '../../../src/bridge/views.ts';
import { peekPayload } from '../../../src/protocol/jws.ts';
import type { Computer } from '../../harness/app/Computer.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { Middleman } from '../../harness/app/Middleman.ts';
import { Organisation } from '../../harness/app/Organisation.ts';
import { type Secrets, secretsOf } from '../../harness/app/profileContents.ts';

export type Decision = 'approve' | 'deny';

export interface Asked {
  id: string;
  number: string;
}

export const OUTCOME = { approve: 'approved', deny: 'denied' } as const;

/** One organisation, and a computer with an account there whose every frame is written down on the way. */
export class SignInScene {
  readonly middleman: Middleman;
  readonly organisation: Organisation;

  private constructor(middleman: Middleman, organisation: Organisation) {
    this.middleman = middleman;
    this.organisation = organisation;
  }

  static async set(): Promise<SignInScene> {
    const middleman = await Middleman.start();
    const organisation = await Organisation.behind(middleman);
    // Long enough for any machine: nothing here is about time.
    await organisation.api.setApplication('vpn', { name: 'Acme VPN', lifetimeSeconds: 300 });
    return new SignInScene(middleman, organisation);
  }

  async strike(): Promise<void> {
    this.middleman.stop();
    await this.organisation.dispose();
  }

  async pairedComputer(): Promise<{ computer: Computer; secrets: Secrets }> {
    const computer = await freshComputer();
    const app = await this.organisation.pairedApp(computer);
    await app.close();
    return { computer, secrets: await secretsOf(computer) };
  }

  /** Every answer that went over the wire for a request, as its bytes. `requestId` is the app's id of it. */
  answersTo(requestId: string): string[] {
    const jti = requestId.split('.')[1];
    const frame = z.object({ type: z.string(), answer: z.string().optional() });
    return this.middleman.toVerifier
      .map((text) => frame.parse(JSON.parse(text)).answer)
      .filter((answer) => answer !== undefined)
      .filter((answer) => peekPayload(answer, z.object({ request: z.string() })).request === jti);
  }
}

/** Lines of history about sign-ins, newest first. */
export function signIns(activity: ActivityView[]): ActivityView[] {
  return activity.filter(({ application }) => application === 'Acme VPN');
}
