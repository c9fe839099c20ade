import type { Choice, Dialogs } from '../../../../src/host/dialogs';
import type { Prompts } from '../../../../src/host/prompts';

/** What a person was asked or told, in words. */
export interface Told {
  readonly kind: 'confirm' | 'type' | 'narrow' | 'tick' | 'inform' | 'warn' | 'pick' | 'ask' | 'progress' | 'page';
  readonly text: string;
  /** Buttons, or the labels to choose from. */
  readonly choices: readonly string[];
}

/** How a person reacts. Whatever is not given is answered by leaving. */
export interface Reactions {
  readonly confirm?: boolean;
  /** What they type where something is to be typed. */
  readonly types?: string;
  /** Labels they take out of what is to be changed. */
  readonly takesOut?: readonly string[];
  /** Labels of a quick pick to choose, one after the other. */
  readonly picks?: readonly string[];
  /** Labels they tick where nothing is ticked yet; everything when it is `all`. */
  readonly ticks?: readonly string[] | 'all';
  /** Buttons of messages to press, one after the other. */
  readonly presses?: readonly string[];
  /** Presses Cancel once so many steps were reported. */
  readonly cancelAfter?: number;
  /** The same while they wait for a plan. */
  readonly leavesAfter?: number;
}

/** A person in front of the dialogs, who reacts as a test says and remembers everything. */
export interface Person extends Dialogs {
  readonly told: readonly Told[];
  readonly prompts: Pick<Prompts, 'pickMany'>;
  /** What they read while they waited for a plan. */
  readonly waited: readonly string[];
}

export function person({
  confirm = false,
  types,
  takesOut = [],
  picks = [],
  ticks,
  presses = [],
  cancelAfter,
  leavesAfter,
}: Reactions = {}): Person {
  const told: Told[] = [];
  const waited: string[] = [];
  const nextPicks = [...picks];
  const nextPresses = [...presses];

  function press<T extends string>(kind: 'inform' | 'warn', text: string, actions: T[]): Promise<T | undefined> {
    told.push({ kind, text, choices: actions });
    const action = actions.find((candidate) => candidate === nextPresses[0]);
    if (action !== undefined) nextPresses.shift();
    return Promise.resolve(action);
  }

  return {
    told,
    waited,

    prompts: {
      pickMany<T>(title: string, placeholder: string, choices: readonly (Choice<T> & { picked: boolean })[]) {
        told.push({ kind: 'tick', text: `${title}\n${placeholder}`, choices: choices.map(({ label }) => label) });
        const ticked = choices.filter(({ label, picked }) => picked || ticks === 'all' || ticks?.includes(label));
        return Promise.resolve(ticks && ticked.map(({ value }) => value));
      },
    },

    confirm(question) {
      told.push({ kind: 'confirm', text: `${question.message}\n${question.detail}`, choices: [question.confirm] });
      return Promise.resolve(confirm);
    },

    confirmByTyping(question, words) {
      told.push({ kind: 'type', text: `${question.message}\n${question.detail}`, choices: [words] });
      return Promise.resolve(types === words);
    },

    pickMany<T>(title: string, _: string, choices: readonly Choice<T>[]) {
      told.push({ kind: 'narrow', text: title, choices: choices.map(({ label }) => label) });
      const kept = choices.filter(({ label }) => !takesOut.includes(label)).map(({ value }) => value);
      return Promise.resolve(kept.length > 0 ? kept : undefined);
    },

    ask(title, prompt) {
      told.push({ kind: 'ask', text: title, choices: [prompt] });
      return Promise.resolve(types);
    },

    wait(_, task) {
      const controller = new AbortController();
      return task(controller.signal, (share, text) => {
        waited.push(`${Math.round(share * 100)} %: ${text}`);
        if (waited.length === leavesAfter) controller.abort();
      });
    },

    inform: (text, ...actions) => press('inform', text, actions),
    warn: (text, ...actions) => press('warn', text, actions),

    openPage(url) {
      told.push({ kind: 'page', text: url, choices: [] });
      return Promise.resolve();
    },

    async pick<T>(_: string, placeholder: string, choices: Promise<readonly Choice<T>[]>) {
      const list = await choices;
      told.push({ kind: 'pick', text: placeholder, choices: list.map(({ label }) => label) });
      const label = nextPicks.shift();
      return list.find((choice) => choice.label === label)?.value;
    },

    progress(title, task) {
      const controller = new AbortController();
      const steps: string[] = [];
      told.push({ kind: 'progress', text: title, choices: steps });
      return task((_, text) => {
        steps.push(text);
        if (steps.length === cancelAfter) controller.abort();
      }, controller.signal);
    },
  };
}
