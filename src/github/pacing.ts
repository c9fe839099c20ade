import { ApiError, limitRefusal, serverTime, type Answer } from './errors';

/**
 * Keeps all requests of one account within GitHub's limits, and close to them while something is deleted in bulk. No
 * library does this: those that are kept up space requests evenly or count them, but none weighs, learns from refusals,
 * follows the server's clock and lets reads pass at the same time.
 *
 * Facts: docs.github.com, "Rate limits for the REST API" (900 points a minute, a read costs 1 and a change 5; 90 seconds
 * of processor time a minute, estimated by response times; an hourly limit told in headers) and "Best practices for using
 * the REST API" (what to do after a refusal).
 */
export interface Pacer {
  /**
   * Waits for a request's turn. A read that GitHub would refuse for long is refused at once instead; a change waits as
   * long as needed.
   * @throws ApiError `rate-limited`, or the signal's reason
   */
  admit(change: boolean, signal: AbortSignal | undefined): Promise<Admission>;
  /** So many changes more are to come (fewer, if negative): what is kept back for reads yields where that ends the work. */
  expect(changes: number): void;
  /** What changes wait for just now, if it is more than their turn. */
  pause(): Pause | undefined;
}

export interface Admission {
  /** The request is over. Without an answer nothing is learned but how long it took. */
  done(answer?: Answer): void;
}

export interface Pause {
  readonly why: 'refused' | 'hourly-limit';
  /** Epoch milliseconds on our clock. */
  readonly until: number;
}

export interface PacerOptions {
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
}

const WINDOW = 60_000;
const READ_POINTS = 1;
const CHANGE_POINTS = 5;
/** Of the 900 points: what changes may use, and how much more all together. */
const MOST_POINTS = 845;
const POINTS_FOR_READS = 45;
const FEWEST_POINTS = 60;
/** Sum of response times within the window, of 90 seconds. */
const RESPONSE_TIME = { change: 80_000, read: 88_000 };
/**
 * A browser opens so many connections to a host where it speaks HTTP/1.1. What else is sent waits inside it, nobody tells
 * how long, and that is no work of the server's: the response times of more requests at once count as those of so many.
 */
const CONNECTIONS = 6;
/** Changes that may go out at once after a rest. */
const BURST = 20;
/** The same as long as a refusal is remembered: where many go out at the edge of a limit, several are refused at once. */
const CAREFUL_BURST = 5;
/** Changes a second: at the start, at most, at least, and what each success adds. */
const RATE = { first: 1, most: 2.8, least: 0.2, step: 0.04 };
/** What each point spent without a refusal adds to a limit that a refusal has lowered. */
const RECOVERY = 0.08;
/** Requests of the hourly limit that changes leave for reads, until shortly before it is reset. */
const RESERVE = 100;
const RESERVE_ENDS = 120_000;
const FIRST_PAUSE = 60_000;
const LONGEST_PAUSE = 16 * 60_000;
/** A person who browses would rather be told than wait longer. */
const PATIENCE = 5_000;
/** Timers stand still while a computer sleeps, so none is set for longer. */
const LONGEST_SLEEP = 10_000;

interface Hourly {
  /** As the server names it, to tell windows apart. */
  readonly name: string;
  readonly resetAt: number;
  remaining: number;
  /** Of all clients together when this window was first seen, and of ours since then. */
  readonly usedBefore: number;
  sent: number;
  foreign: number;
}

export function createPacer({ now, sleep, random }: PacerOptions): Pacer {
  const spent: { readonly at: number; readonly points: number }[] = [];
  const durations: { readonly at: number; readonly ms: number }[] = [];
  let most = MOST_POINTS;
  let rate = RATE.first;
  let credit = BURST;
  let creditAt = now();
  let pausedUntil = 0;
  let refusedAt = -Infinity;
  let refusals = 0;
  let inFlight = 0;
  let expected = 0;
  let hourly: Hourly | undefined;

  /** When the server lets a request through again, as far as it has said so. */
  function allowed(change: boolean, time: number): number {
    return Math.max(time, pausedUntil, hourlyReset(change, time) ?? 0);
  }

  /** When it is a request's turn, for us to stay within the limits: a minute from now at the latest. */
  function turn(change: boolean, time: number): number {
    const points = change ? CHANGE_POINTS : READ_POINTS;
    const limit = change ? most : most + POINTS_FOR_READS;
    drop(spent, time);
    drop(durations, time);
    return Math.max(
      time,
      whenBelow(spent, ({ points: used }) => used, limit - points),
      whenBelow(durations, ({ ms }) => ms, change ? RESPONSE_TIME.change : RESPONSE_TIME.read),
      change && creditOf(time) < 1 ? time + Math.ceil(((1 - credit) / rate) * 1000) : 0,
    );
  }

  function creditOf(time: number): number {
    const burst = most < MOST_POINTS ? CAREFUL_BURST : BURST;
    credit = Math.min(burst, credit + (Math.max(0, time - creditAt) / 1000) * rate);
    creditAt = time;
    return credit;
  }

  /** When the hourly limit lets another request through, if it does not now. */
  function hourlyReset(change: boolean, time: number): number | undefined {
    if (hourly && time >= hourly.resetAt) hourly = undefined;
    if (!hourly) return undefined;
    const left = hourly.remaining - inFlight;
    const kept = change && expected > left && time < hourly.resetAt - RESERVE_ENDS ? RESERVE : 0;
    if (left > kept) return undefined;
    return kept > 0 && left > 0 ? hourly.resetAt - RESERVE_ENDS : hourly.resetAt;
  }

  function learn({ headers, status }: Answer, time: number): void {
    const [remaining, reset, used] = ['remaining', 'reset', 'used'].map((name) => number(headers, name));
    if (remaining === undefined || reset === undefined) return;
    if (hourly?.name !== String(reset)) {
      const resetAt = time + Math.max(0, reset * 1000 - serverTime(headers, time)) + 1000;
      if (hourly && resetAt < hourly.resetAt) return; // an answer that was long under way
      hourly = { name: String(reset), resetAt, remaining, usedBefore: used ?? 0, sent: inFlight, foreign: 0 };
    }
    hourly.remaining = Math.min(hourly.remaining, remaining);
    if (status === 304) hourly.sent--; // free of charge
    // Other windows and programs spend from the same limits; what they do is not told, so it is taken for changes.
    const foreign = (used ?? 0) - hourly.usedBefore - hourly.sent;
    if (foreign > hourly.foreign) {
      spent.push({ at: time, points: (foreign - hourly.foreign) * CHANGE_POINTS });
      hourly.foreign = foreign;
    }
  }

  /** One refusal slows everything down once, however many requests were under way when it came. */
  function refuse(answer: Answer, startedAt: number, time: number, retryAt: number | undefined): void {
    const isNew = startedAt >= refusedAt;
    if (isNew) {
      refusedAt = time;
      refusals++;
    }
    const doubled = 2 ** (refusals - 1);
    const unasked = Math.min(LONGEST_PAUSE, FIRST_PAUSE * doubled * (1 + random() / 10));
    const until = retryAt === undefined ? time + unasked : Math.max(retryAt, time + 1000 * Math.min(doubled, 60));
    pausedUntil = Math.max(pausedUntil, until);
    if (!isNew || number(answer.headers, 'remaining') === 0) return; // the hourly limit says nothing about the pace
    const used = spent.reduce((sum, { points }) => sum + points, 0);
    most = Math.min(MOST_POINTS, Math.max(FEWEST_POINTS, 0.9 * used));
    rate = Math.max(RATE.least, rate / 2);
    credit = 0;
    creditAt = pausedUntil;
  }

  function succeed(change: boolean): void {
    refusals = 0;
    if (!change) return;
    most = Math.min(MOST_POINTS, most + RECOVERY * CHANGE_POINTS);
    rate = Math.min(RATE.most, Math.max(RATE.least, most / CHANGE_POINTS / (WINDOW / 1000)), rate + RATE.step);
  }

  return {
    async admit(change, signal) {
      for (;;) {
        signal?.throwIfAborted();
        const time = now();
        const retryAt = allowed(change, time);
        if (!change && retryAt - time > PATIENCE) throw new ApiError('rate-limited', 'not sent: a pause', { retryAt });
        const at = Math.max(retryAt, turn(change, time));
        if (at <= time) break;
        await sleep(Math.min(at - time, LONGEST_SLEEP), signal);
      }
      const startedAt = now();
      spent.push({ at: startedAt, points: change ? CHANGE_POINTS : READ_POINTS });
      if (change) credit = creditOf(startedAt) - 1;
      inFlight++;
      const share = Math.min(1, CONNECTIONS / inFlight);
      if (hourly) hourly.sent++;
      return {
        done(answer) {
          const time = now();
          inFlight--;
          durations.push({ at: time, ms: share * (time - startedAt) });
          if (!answer) return;
          learn(answer, time);
          const refusal = limitRefusal(answer, time);
          if (refusal) refuse(answer, startedAt, time, refusal.retryAt);
          else succeed(change);
        },
      };
    },

    expect(changes) {
      expected += changes;
    },

    pause() {
      const time = now();
      const reset = hourlyReset(true, time);
      if (reset !== undefined && reset > time) return { why: 'hourly-limit', until: reset };
      return pausedUntil > time ? { why: 'refused', until: pausedUntil } : undefined;
    },
  };
}

function drop(entries: { readonly at: number }[], time: number): void {
  const kept = entries.findIndex(({ at }) => time - at < WINDOW);
  entries.splice(0, kept < 0 ? entries.length : kept);
}

/** When so much has left the window, oldest first, that the sum is within the limit. */
function whenBelow<T extends { readonly at: number }>(
  entries: readonly T[],
  of: (entry: T) => number,
  limit: number,
): number {
  let sum = entries.reduce((total, entry) => total + of(entry), 0);
  let at = 0;
  for (const entry of entries) {
    if (sum <= limit) break;
    sum -= of(entry);
    at = entry.at + WINDOW;
  }
  return at;
}

function number(headers: Answer['headers'], name: string): number | undefined {
  const value = headers[`x-ratelimit-${name}`];
  const parsed = Number(value);
  return value === undefined || value === '' || !Number.isFinite(parsed) ? undefined : parsed;
}
