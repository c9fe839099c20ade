import assert from 'node:assert/strict';
import { SMALL } from '../../../github/seed/names';
import type { Registry } from '../../../../src/github/registry';
import type { ImageReader } from '../../../../src/model/imageReader';
import { localImages } from './localRegistry';
import type { Account } from '../../../../src/model/accounts';
import type { DeletedVersionsNode, Node, Notice, OwnerNode, PackageNode } from '../../../../src/tree/nodes';
import type { PackageTree } from '../../../../src/tree/packageTree';
import { treeOver } from './treeOver';
import type { Grants, LocalGitHub } from './localGitHub';

type NodeOf<K extends Node['kind']> = Extract<Node, { readonly kind: K }>;

/** A tree over a local GitHub, and ways to find elements in it as a person would. */
export interface TestTree {
  readonly tree: PackageTree;
  /** Ids of the elements the tree has told of, in order. */
  readonly changed: (string | undefined)[];
  /** Fails when there is none. `title` is what {@link titleOf} says. */
  child<K extends Node['kind']>(parent: Node | undefined, kind: K, title?: string): Promise<NodeOf<K>>;
  titles(parent?: Node): Promise<string[]>;
  /** The organisation of the small world, its npm package, and that package's deleted versions. */
  organization(): Promise<OwnerNode>;
  npmPackage(): Promise<PackageNode>;
  deletedGroup(): Promise<DeletedVersionsNode>;
}

/**
 * @param accounts who is signed in; the local GitHub's account unless said otherwise
 * @param grants what they have allowed; everything unless said otherwise
 */
export function growTree(
  github: LocalGitHub,
  accounts: readonly Account[] = [github.account],
  grants: Grants = () => true,
  registry?: Registry,
): TestTree {
  let images: ImageReader | undefined;
  const tree = treeOver({
    images: () => (images ??= localImages(github, registry)),
    accounts: () => Promise.resolve(accounts),
    api: (account) => github.api(account, grants),
    seesRepositories: () => Promise.resolve(grants({ operation: 'read', repository: true })),
    now: () => github.server.clock.now(),
  });
  const changed: (string | undefined)[] = [];
  tree.onDidChange((node) => changed.push(node?.id));

  async function child<K extends Node['kind']>(parent: Node | undefined, kind: K, title?: string): Promise<NodeOf<K>> {
    const children = await tree.children(parent);
    const found = children.find(
      (node): node is NodeOf<K> => node.kind === kind && (title === undefined || titleOf(node) === title),
    );
    assert.ok(found, `no ${title ?? kind} in ${children.map(titleOf).join()}`);
    return found;
  }

  const organization = (): Promise<OwnerNode> => child(undefined, 'owner', `owner ${SMALL.org}`);
  const npmPackage = async (): Promise<PackageNode> => child(await organization(), 'package', `package ${SMALL.npm}`);
  return {
    tree,
    changed,
    child,
    titles: async (parent) => (await tree.children(parent)).map(titleOf),
    organization,
    npmPackage,
    deletedGroup: async () => child(await npmPackage(), 'deletedVersions'),
  };
}

/** The names of the versions among these elements, in their order. */
export function versionNames(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => (node.kind === 'version' ? [node.version.name] : []));
}

/** An element in words: its kind, and what tells it apart. */
export function titleOf(node: Node): string {
  switch (node.kind) {
    case 'owner':
      return `owner ${node.owner.login}`;
    case 'package':
      return `package ${node.pkg.name}`;
    case 'version':
      return `version ${node.version.name}`;
    case 'deletedPackage':
      return `deleted package ${node.pkg.name}`;
    case 'message':
      return noticeTitle(node.notice);
    case 'group':
      return `group ${node.value}`;
    case 'account':
    case 'deletedPackages':
    case 'workspace':
    case 'deletedVersions':
    case 'loadMore':
      return node.kind;
    case 'versionGroup':
      return node.group;
  }
}

function noticeTitle(notice: Notice): string {
  switch (notice.kind) {
    case 'failure':
      return `failure ${notice.error.reason}: ${typeof notice.what === 'string' ? notice.what : 'type' in notice.what ? notice.what.type : notice.what.owner}`;
    case 'hidden':
      return `hidden ${notice.organizations.join()}`;
    case 'empty':
    case 'filtered':
    case 'incomplete':
    case 'stale':
    case 'repositories':
    case 'single':
    case 'host-overruled':
      return notice.kind;
    case 'missing':
      return `${notice.certain ? 'missing' : 'unlisted'} ${notice.title}`;
  }
}
