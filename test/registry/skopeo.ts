import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Blobs, Descriptor } from '../github/images';

/** A client of registries that people use (https://github.com/containers/skopeo), and where it works. */
export interface Skopeo {
  /** Where the images are, such as `127.0.0.1:5000/octo-org/web`. */
  readonly repository: string;
  readonly folder: string;
  /** A GitHub token, or what it would be exchanged for. */
  readonly credentials: { readonly password: string } | { readonly registryToken: string };
}

const run = promisify(execFile);

/** Whether a program can be started here. */
export async function isInstalled(program: string): Promise<boolean> {
  try {
    await run(program, ['--version']);
    return true;
  } catch {
    return false;
  }
}

/** Pushes what a descriptor stands for, with everything in it, unchanged. */
export async function push(skopeo: Skopeo, blobs: Blobs, root: Descriptor, tag: string): Promise<void> {
  const layout = writeLayout(skopeo.folder, blobs, root);
  await skopeoRun(
    skopeo,
    ['copy', '--all', '--preserve-digests', `oci:${layout}:image`, name(skopeo, tag), '--dest-tls-verify=false'],
    'dest-',
  );
}

/** Pulls an image with all its platforms into a folder. @returns the digest of what was pulled */
export async function pull(skopeo: Skopeo, tag: string): Promise<string> {
  const target = fs.mkdtempSync(path.join(skopeo.folder, 'pulled-'));
  await skopeoRun(
    skopeo,
    ['copy', '--all', '--preserve-digests', name(skopeo, tag), `dir:${target}`, '--src-tls-verify=false'],
    'src-',
  );
  const bytes = fs.readFileSync(path.join(target, 'manifest.json'));
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function name({ repository }: Skopeo, tag: string): string {
  return `docker://${repository}:${tag}`;
}

async function skopeoRun({ folder, credentials }: Skopeo, args: string[], side: 'src-' | 'dest-'): Promise<void> {
  const policy = path.join(folder, 'policy.json');
  fs.writeFileSync(policy, JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] }));
  const who =
    'password' in credentials
      ? `--${side}creds=anyone:${credentials.password}`
      : `--${side}registry-token=${credentials.registryToken}`;
  await run('skopeo', ['--policy', policy, '--tmpdir', folder, ...args, who]);
}

/** An OCI image layout (image specification, "Image Layout Specification"). @returns its folder */
function writeLayout(folder: string, blobs: Blobs, { mediaType, digest, size }: Descriptor): string {
  const layout = fs.mkdtempSync(path.join(folder, 'layout-'));
  fs.mkdirSync(path.join(layout, 'blobs', 'sha256'), { recursive: true });
  for (const [key, { bytes }] of blobs) {
    fs.writeFileSync(path.join(layout, 'blobs', ...key.split(':')), bytes);
  }
  const annotations = { 'org.opencontainers.image.ref.name': 'image' };
  const manifests = [{ mediaType, digest, size, annotations }];
  fs.writeFileSync(path.join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  fs.writeFileSync(path.join(layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  return layout;
}
