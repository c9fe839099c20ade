import type { Target } from '../operations/targets';
import { isNode, type Node, type PackageNode, type VersionNode } from '../tree/nodes';
import type { Changes } from './changes';
import { pickNode } from './pickNode';
import { pickVersions, type PickVersionsOptions } from './pickVersions';

export interface DeletionOptions extends PickVersionsOptions {
  readonly changes: Changes;
}

/** The commands for active and deleted elements of the tree, one or many of one kind. */
export interface DeletionCommands {
  deleteVersion(node?: unknown, nodes?: unknown): Promise<void>;
  deletePackage(node?: unknown, nodes?: unknown): Promise<void>;
  restoreVersion(node?: unknown, nodes?: unknown): Promise<void>;
}

export function createDeletionCommands(options: DeletionOptions): DeletionCommands {
  const { tree, changes, dialogs, surroundings } = options;

  /** The selected ones if it was called on one of them, else that one; undefined where it was called on nothing. */
  function chosen<T extends Node>(
    isSought: (node: Node) => node is T,
    node: unknown,
    nodes: unknown,
  ): readonly T[] | undefined {
    const given = Array.isArray(nodes) && nodes.length > 0 ? (nodes as readonly unknown[]) : [node];
    const selected = given.filter(isNode).filter(isSought);
    return selected.length > 0 || node !== undefined ? selected : undefined;
  }

  return {
    async deleteVersion(node, nodes) {
      const given = chosen(isActive, node, nodes);
      // Who has just ticked them one by one need not take any out again.
      await changes.delete((given ?? (await pickVersions('active', options))).map(toTarget), given !== undefined);
    },

    async deletePackage(node, nodes) {
      const given = chosen(isPackage, node, nodes);
      const picked = given ? undefined : await pickNode('package to delete', isPackage, tree, dialogs, surroundings);
      await changes.delete((given ?? (picked ? [picked] : [])).map(toTarget), true);
    },

    async restoreVersion(node, nodes) {
      const given = chosen(isDeleted, node, nodes);
      await changes.restore((given ?? (await pickVersions('deleted', options))).map(toTarget), given !== undefined);
    },
  };
}

function isActive(node: Node): node is VersionNode {
  return node.kind === 'version' && node.state === 'active';
}

function isDeleted(node: Node): node is VersionNode {
  return node.kind === 'version' && node.state === 'deleted';
}

function isPackage(node: Node): node is PackageNode {
  return node.kind === 'package';
}

function toTarget(node: VersionNode | PackageNode): Target {
  const { account, pkg } = node;
  return node.kind === 'version' ? { account, pkg, version: node.version } : { account, pkg };
}
