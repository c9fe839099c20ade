import { ApiError, toApiError, type Reason } from './errors';
import { createLanes } from './lanes';
import { isDigest, MANIFEST_MEDIA_TYPES } from './manifests';
import { createRegistryGet, refusal, type RegistryGetOptions } from './registryGet';
import { createRegistryTokens, type RegistryTokensOptions } from './registryTokens';
import type { Package } from './resources';
import { sha256 } from './sha256';
import { sleep } from './sleep';

/** The container registry of one host, read by one account (OCI distribution specification). */
export interface Registry {
  /**
   * The exact bytes of a manifest, which have that digest. Each call counts as a download of that version at GitHub.
   * @throws an {@link ApiError}, and nothing else
   */
  manifest(pkg: Package, digest: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

export interface RegistryOptions extends RegistryTokensOptions, RegistryGetOptions {
  /** Receives one line a failure. Never a token. */
  readonly log: (line: string) => void;
  /** Waits between tries; real time unless a test has a say in it. */
  readonly sleep?: typeof sleep;
}

/** GitHub's registry refuses more; other tools found about as many to be well. */
export const REGISTRY_LANES = 10;
const RETRY_DELAYS = [300, 1000];
/** Pauses after refusals in a row that name no time. */
const PAUSES = [1000, 2000, 4000, 8000, 16_000];
/** Who is sent away for longer is told so. */
const LONGEST_PAUSE = 60_000;
const BROKEN: ReadonlySet<Reason> = new Set(['unreachable', 'registry-unreadable', 'broken-answer', 'server-error']);
/** The grammar of names in the OCI distribution specification, which also keeps dot segments out. */
const NAME = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

export function createRegistry(options: RegistryOptions): Registry {
  const { now } = options;
  const wait = options.sleep ?? sleep;
  const lanes = createLanes(REGISTRY_LANES);
  /** One refusal holds everybody back. */
  let pausedUntil = 0;

  const get = createRegistryGet(options);
  const tokens = createRegistryTokens(options, get);

  async function once(repository: string, digest: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const url = `${options.url}/v2/${repository}/manifests/${digest}`;
    const accept = MANIFEST_MEDIA_TYPES.join(', ');
    const known = await tokens.current(repository);
    let answer = await get(url, { accept, ...known }, signal);
    if (answer.status === 401) {
      const renewed = await tokens.renew(repository, known, answer.headers.get('www-authenticate'));
      answer = await get(url, { accept, ...renewed }, signal);
    }
    if (answer.status !== 200) throw refusal(answer, now());
    if ((await sha256(answer.bytes)) !== digest) throw new ApiError('broken-answer', 'the manifest has another digest');
    return answer.bytes;
  }

  /** Whether to try again after a failure, having waited for it. */
  async function recovers(error: ApiError, failures: number, refusals: number, signal: AbortSignal): Promise<boolean> {
    if (error.reason === 'rate-limited') {
      const pause = PAUSES[refusals];
      if (pause === undefined) return false;
      const until = Math.max(error.details.retryAt ?? 0, now() + pause);
      if (until > now() + LONGEST_PAUSE) return false;
      pausedUntil = Math.max(pausedUntil, until);
      return true;
    }
    const delay = BROKEN.has(error.reason) ? RETRY_DELAYS[failures] : undefined;
    if (delay === undefined) return false;
    await wait(delay, signal);
    return true;
  }

  async function patiently(repository: string, digest: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    for (let failures = 0, refusals = 0; ;) {
      if (pausedUntil > now()) await wait(pausedUntil - now(), signal);
      try {
        return await once(repository, digest, signal);
      } catch (thrown) {
        const error = toApiError(thrown, now());
        if (!(await recovers(error, failures, refusals, signal))) throw error;
        if (error.reason === 'rate-limited') refusals++;
        else failures++;
      }
    }
  }

  return {
    async manifest({ owner, name }, digest, signal) {
      const repository = `${owner.login}/${name}`.toLowerCase();
      try {
        if (!NAME.test(repository) || !isDigest(digest)) throw new ApiError('refused', 'no name for a registry');
        return await lanes(() => patiently(repository, digest, signal), signal);
      } catch (thrown) {
        const error = toApiError(thrown, now());
        if (error.reason !== 'cancelled') options.log(`${error.reason}, ${repository}@${digest}: ${error.message}`);
        throw error;
      }
    },
  };
}
