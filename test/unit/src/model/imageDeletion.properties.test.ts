import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { planImageDeletion, type ImageDeletion } from '../../../../src/model/imageDeletion';
import { unreadVersions, usersFirst, type ImageGraph } from '../../../../src/model/imageGraph';
import { digestOf, imageWorlds, isWhole, readWorld, type ImageWorld } from '../support/imageWorld';

interface Planned {
  readonly graph: ImageGraph;
  readonly deletion: ImageDeletion;
  /** Numbers of what goes, in order. */
  readonly going: readonly number[];
}

describe('Any deletion of images, in any container', () => {
  const numberOf = (digest: string): number => parseInt(digest.slice('sha256:'.length), 16);

  function plan(world: ImageWorld): Planned {
    const graph = readWorld(world);
    const digests = (numbers: readonly number[]): ReadonlySet<string> => new Set(numbers.map(digestOf));
    const choice = { chosen: digests(world.chosen), staying: digests(world.staying), complete: true };
    const deletion = planImageDeletion(graph, choice);
    return { graph, deletion, going: deletion.steps.map(({ digest }) => numberOf(digest)) };
  }

  /** Whether a deletion was planned at all, and how: the property must not hold for want of cases. */
  const seen = { deleting: 0, untouched: 0, beside: 0, kept: 0, refused: 0, along: 0 };

  function always(property: (world: ImageWorld, planned: Planned) => void): void {
    fc.assert(
      fc.property(imageWorlds, (world) => {
        const planned = plan(world);
        if (planned.going.length > 0) seen.deleting++;
        if (planned.going.length > world.chosen.length) seen.along++;
        if (planned.deletion.refused.some(({ unread }) => unread.length > 0)) seen.untouched++;
        if (planned.going.length > 0 && unreadIn(planned).length > 0) seen.beside++;
        if (planned.deletion.kept.length > 0) seen.kept++;
        if (planned.deletion.refused.length > 0) seen.refused++;
        property(world, planned);
      }),
      { numRuns: 600, seed: 6 },
    );
  }

  const unreadIn = ({ graph }: Planned): number[] => unreadVersions(graph).map(({ id }) => id);

  /** Whether the digest of another is in its manifest, or in one whose digest is, as far as these can be read. */
  function holds(world: ImageWorld, number: number, other: number): boolean {
    const { parts = [], subject, readable } = world.versions[number] ?? {};
    if (number === other) return true;
    if (!readable) return false;
    return [...parts, ...(subject === undefined ? [] : [subject])].some((inner) => holds(world, inner, other));
  }

  const all = (world: ImageWorld): Set<number> => new Set(world.versions.keys());

  it('leaves whole what was whole and is still there, at every moment of the run', () => {
    always((world, { going }) => {
      const present = all(world);
      const whole = [...present].filter((number) => isWhole(world, number, present));
      for (const gone of going) {
        present.delete(gone);
        for (const number of whole) assert.ok(!present.has(number) || isWhole(world, number, present));
      }
    });
  });

  it('does so even when any of its steps fail, and what depends on them is left out', () => {
    fc.assert(
      fc.property(imageWorlds, fc.infiniteStream(fc.boolean()), (world, fails) => {
        const present = all(world);
        const whole = [...present].filter((number) => isWhole(world, number, present));
        for (const { digest, after } of plan(world).deletion.steps) {
          if (after.some((user) => present.has(numberOf(user))) || fails.next().value) continue;
          present.delete(numberOf(digest));
        }
        for (const number of whole) assert.ok(!present.has(number) || isWhole(world, number, present));
      }),
      { numRuns: 600, seed: 6 },
    );
  });

  it('takes nothing of what stays: neither its parts nor what is about it, unless that was chosen', () => {
    always((world, { going }) => {
      const gone = new Set(going);
      world.versions.forEach(({ parts, about, tagged }, number) => {
        if (!gone.has(number)) {
          for (const part of parts ?? []) assert.ok(!gone.has(part));
        } else if (!world.chosen.includes(number)) {
          assert.ok(!tagged, 'it has a tag of its own');
          const subjects = about.filter((other) => other < world.versions.length && other !== number);
          for (const subject of subjects) assert.ok(gone.has(subject), 'what it is about stays');
        }
      });
    });
  });

  it('leaves nothing that only the deleted ones used, unless something unread may use it', () => {
    always((world, planned) => {
      const { graph, going } = planned;
      const gone = new Set(going);
      const unread = unreadIn(planned).filter((number) => !gone.has(number));
      world.versions.forEach(({ tagged }, number) => {
        if (gone.has(number) || tagged || world.staying.includes(number)) return;
        if (unread.some((other) => other === number || !holds(world, number, other))) return;
        const digest = digestOf(number);
        const users = [...(graph.parents.get(digest) ?? []), ...(graph.subjects.get(digest) ?? [])];
        assert.ok(users.length === 0 || users.some((user) => !gone.has(numberOf(user))), `${number} is left behind`);
      });
    });
  });

  it('touches nothing that something unread could have as a part, while that is there', () => {
    always((world, planned) => {
      const present = all(world);
      for (const number of planned.going) {
        present.delete(number);
        for (const unread of unreadIn(planned)) {
          assert.ok(!present.has(unread) || holds(world, number, unread), `${number} may be a part of ${unread}`);
        }
      }
    });
  });

  it('takes what is unread only where that was chosen, and is all that is unread', () => {
    always((world, planned) => {
      const unread = unreadIn(planned);
      for (const number of unread.filter((each) => planned.going.includes(each))) {
        assert.deepEqual([unread.length, world.chosen.includes(number)], [1, true]);
      }
    });
  });

  it('says of each chosen one that it goes, or stays and why', () => {
    always((world, { deletion, going }) => {
      for (const number of world.chosen) {
        const refusal = deletion.refused.find(({ digest }) => digest === digestOf(number));
        if (refusal) {
          assert.ok(refusal.images.length + refusal.unread.length > 0);
          for (const { id } of refusal.images) assert.ok(!going.includes(id));
        }
        assert.equal(going.includes(number) || world.staying.includes(number) || refusal !== undefined, true);
      }
      for (const { by } of deletion.kept) assert.ok(by.length > 0 && by.every(({ id }) => !going.includes(id)));
    });
  });

  it('restores in the reverse order, so that no index is ever there without its parts', () => {
    always((world, { graph, going }) => {
      const present = all(world);
      const before = [...present].filter((number) => isWhole(world, number, present));
      for (const number of going) present.delete(number);
      for (const digest of [...usersFirst(graph, going.map(digestOf))].reverse()) {
        const number = numberOf(digest);
        present.add(number);
        if (before.includes(number)) assert.ok(isWhole(world, number, present));
      }
    });
  });

  after(() => {
    for (const [what, count] of Object.entries(seen)) assert.ok(count > 100, `only ${count} cases of ${what}`);
  });
});
