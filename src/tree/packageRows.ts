import type { Host } from '../github/hosts';
import type { Package, PackageType } from '../github/resources';
import { compareNames, groupOf, sortPackages, type Arrangement } from '../model/arrangement';
import { matchesPackage } from '../model/filter';
import type { List } from '../model/listReader';
import {
  groupNode,
  loadMoreNode,
  messageNode,
  packageNode,
  type GroupNode,
  type MessageNode,
  type Node,
  type OwnerNode,
  type PackagesNode,
  type WorkspaceNode,
} from './nodes';

/** The packages of one type, as far as they are known. */
export interface TypeList {
  readonly type: PackageType;
  readonly list: List<Package>;
}

/** How an owner's packages are to be shown. */
export interface PackageLook {
  readonly arrangement: Arrangement;
  /** How many rows one element may have. */
  readonly rows: (parent: Node) => number;
  readonly organizationName: (id: number) => string;
}

/** What is below an owner: what has to be said first, then its packages, in groups if that is wanted. */
export function ownerRows(node: OwnerNode, all: readonly TypeList[], look: PackageLook): Node[] {
  const lists = withoutSwitchedOff(node.account.host, all);
  const said = messages(node, lists, look);
  const { arrangement } = look;
  const packages = matching(lists, arrangement);
  if (packages.length === 0) {
    const kind = lists.some(({ list }) => list.items.length > 0) ? 'filtered' : 'empty';
    const isOver = lists.every(({ list }) => !list.reading && (list.known || list.error));
    return isOver && said.length === 0 ? [messageNode(node.account, node, { kind })] : said;
  }
  if (arrangement.grouping === 'none') return [...said, ...windowed(node, packages, look)];
  return [...said, ...groups(node, packages, arrangement.grouping)];
}

/** What is below a group: the packages of its owner that belong there. */
export function groupRows(node: GroupNode, all: readonly TypeList[], look: PackageLook): Node[] {
  const lists = withoutSwitchedOff(node.account.host, all);
  const packages = matching(lists, look.arrangement).filter((pkg) => groupOf(pkg, node.by) === node.value);
  return windowed(node, packages, look);
}

/** What is below *This workspace*: its owners' packages that are linked to one of its repositories. */
export function workspaceRows(node: WorkspaceNode, all: readonly TypeList[], look: PackageLook): Node[] {
  const lists = withoutSwitchedOff(node.account.host, all);
  const wanted = new Set(node.repositories.map((repository) => repository.toLowerCase()));
  const linked = lists.map(({ type, list }) => ({ type, list: { ...list, items: list.items.filter(isLinked) } }));
  const packages = windowed(node, matching(linked, look.arrangement), look);
  const failed = lists.find(({ list }) => list.error)?.list.error;
  if (failed) {
    const notice = { kind: 'failure', error: failed, what: 'packages' } as const;
    return [messageNode(node.account, node, notice), ...packages];
  }
  const isOver = lists.every(({ list }) => !list.reading);
  if (packages.length > 0 || !isOver) return packages;
  const kind = linked.some(({ list }) => list.items.length > 0) ? 'filtered' : 'empty';
  return [messageNode(node.account, node, { kind })];

  function isLinked({ repository }: Package): boolean {
    return repository !== undefined && wanted.has(repository.fullName.toLowerCase());
  }
}

function matching(lists: readonly TypeList[], { filter, packages }: Arrangement): Package[] {
  const all = lists.flatMap(({ list }) => list.items);
  return sortPackages(
    all.filter((pkg) => matchesPackage(filter, pkg)),
    packages,
  );
}

function windowed(node: PackagesNode, packages: readonly Package[], { rows }: PackageLook): Node[] {
  const shown = packages.slice(0, rows(node));
  const nodes: Node[] = shown.map((pkg) => packageNode(node, pkg));
  const more = packages.length - shown.length;
  return more > 0 ? [...nodes, loadMoreNode(node, more, true)] : nodes;
}

function groups(node: OwnerNode, packages: readonly Package[], by: GroupNode['by']): GroupNode[] {
  const sizes = new Map<string, number>();
  for (const pkg of packages) sizes.set(groupOf(pkg, by), (sizes.get(groupOf(pkg, by)) ?? 0) + 1);
  return [...sizes]
    .sort(([a], [b]) => Number(a === '') - Number(b === '') || compareNames(a, b))
    .map(([value, size]) => groupNode(node, by, value, size));
}

function messages(node: OwnerNode, lists: readonly TypeList[], look: PackageLook): MessageNode[] {
  const { account } = node;
  const nodes = failures(node, lists);
  if (lists.some(({ list }) => list.error && list.stale)) {
    nodes.push(messageNode(account, node, { kind: 'stale' }, 'stale'));
  }
  const gap = lists.map(({ list }) => list.gap).find((found) => found !== undefined);
  if (gap) nodes.push(messageNode(account, node, { kind: 'incomplete', gap }));
  const hidden = [...new Set(lists.flatMap(({ list }) => list.hidden))];
  if (hidden.length > 0) {
    const notice = { kind: 'hidden', organizations: hidden.map(look.organizationName) } as const;
    nodes.push(messageNode(account, node, notice, 'hidden'));
  }
  return nodes;
}

/** What failed: said once where all types fail of the same, else of each type. */
function failures(node: OwnerNode, lists: readonly TypeList[]): MessageNode[] {
  const { account } = node;
  const failed = lists.flatMap(({ type, list: { error } }) => (error ? [{ type, error }] : []));
  const [first] = failed;
  const isAll = failed.length === lists.length;
  if (first && isAll && new Set(failed.map(({ error }) => error.reason)).size === 1) {
    return [messageNode(account, node, { kind: 'failure', error: first.error, what: 'packages' })];
  }
  return failed.map(({ type, error }) => messageNode(account, node, { kind: 'failure', error, what: { type } }, type));
}

/**
 * The types that there are on a host. An enterprise host's administrators may switch types off (docs.github.com,
 * "Configuring package ecosystem support for your enterprise"), which is nothing that needs telling; but when no type
 * answers, something is wrong.
 */
function withoutSwitchedOff({ kind }: Host, lists: readonly TypeList[]): readonly TypeList[] {
  const isOff = ({ list }: TypeList): boolean =>
    kind !== 'github.com' && [400, 404, 410, 422].includes(list.error?.details.status ?? 0);
  return lists.some(({ list }) => !list.error) ? lists.filter((one) => !isOff(one)) : lists;
}
