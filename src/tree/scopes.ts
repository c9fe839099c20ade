import { isWithin, type Scope } from '../model/lists';
import type { Node } from './nodes';

/** The lists that an element, and everything below it, is made of. */
export function scopeOf(node: Node): Scope {
  const { account } = node;
  switch (node.kind) {
    case 'account':
    case 'workspace':
      return { account };
    case 'owner':
      return { account, owner: node.owner };
    case 'package':
    case 'deletedVersions':
    case 'versionGroup':
    case 'version':
      return { account, owner: node.pkg.owner, pkg: node.pkg };
    case 'group':
    case 'deletedPackages':
    case 'deletedPackage':
      return scopeOf(node.parent);
    case 'loadMore':
    case 'message':
      return node.parent ? scopeOf(node.parent) : { account };
  }
}

/** Whether a change of a list changes the children of a node. */
export function concerns(scope: Scope, node: Node | undefined): boolean {
  switch (node?.kind) {
    case undefined:
    case 'account':
      return scope.owner === undefined;
    case 'owner':
    case 'group':
    case 'deletedPackages':
    case 'workspace':
      return scope.pkg === undefined && scope.owner !== undefined && isWithin(scope, scopeOf(node));
    case 'package':
    case 'deletedVersions':
    case 'version':
    case 'versionGroup':
      return scope.pkg !== undefined && isWithin(scope, scopeOf(node));
    default:
      return false;
  }
}
