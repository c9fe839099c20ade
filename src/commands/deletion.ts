import type { Dialogs } from '../host/dialogs';
import type { Target } from '../operations/targets';
import { isNode, type Node, type PackageNode, type VersionNode } from '../tree/nodes';
import type { PackageTree } from '../tree/packageTree';
import type { Surroundings } from '../tree/presentation';
import type { Changes } from './changes';
import { pickNode, type Sought } from './pickNode';

export interface DeletionOptions {
  readonly tree: PackageTree;
  readonly changes: Changes;
  readonly dialogs: Dialogs;
  readonly surroundings: () => Surroundings;
}

/** The commands for active and deleted elements of the tree, one or many of one kind. */
export interface DeletionCommands {
  deleteVersion(node?: unknown, nodes?: unknown): Promise<void>;
  deletePackage(node?: unknown, nodes?: unknown): Promise<void>;
  restoreVersion(node?: unknown, nodes?: unknown): Promise<void>;
}

export function createDeletionCommands({ tree, changes, dialogs, surroundings }: DeletionOptions): DeletionCommands {
  /** The selected ones if it was called on one of them, else that one, else one that is picked. */
  async function chosen<T extends Node>(
    sought: Sought,
    isSought: (node: Node) => node is T,
    node: unknown,
    nodes: unknown,
  ): Promise<readonly T[]> {
    const given = Array.isArray(nodes) && nodes.length > 0 ? (nodes as readonly unknown[]) : [node];
    const selected = given.filter(isNode).filter(isSought);
    if (selected.length > 0 || node !== undefined) return selected;
    const picked = await pickNode(sought, isSought, tree, dialogs, surroundings);
    return picked ? [picked] : [];
  }

  return {
    async deleteVersion(node, nodes) {
      await changes.delete((await chosen('active version', isActive, node, nodes)).map(toTarget));
    },

    async deletePackage(node, nodes) {
      await changes.delete((await chosen('package', isPackage, node, nodes)).map(toTarget));
    },

    async restoreVersion(node, nodes) {
      await changes.restore((await chosen('deleted version', isDeleted, node, nodes)).map(toTarget), true);
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
