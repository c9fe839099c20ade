import { sign } from 'node:crypto';
import { selfSigned } from '../vscode/certificate';

/** Makes the tokens that a registry trusts: the CNCF distribution's "Token Authentication Specification". */
export interface TokenSigner {
  /** What the registry checks them by, as PEM. */
  readonly certificate: string;
  /** @param scopes such as `repository:octo-org/web:pull,push` */
  readonly tokenFor: (scopes: readonly string[]) => string;
}

export const ISSUER = 'github-packages-tests';
export const SERVICE = 'registry';
/** Seconds. */
export const TOKEN_LIFE = 60;

export function createTokenSigner(): TokenSigner {
  const { certificate, key } = selfSigned(['localhost']);
  const chain = [certificate.replace(/-----[A-Z ]+-----|\n/g, '')];
  return {
    certificate,
    tokenFor(scopes) {
      const now = Math.floor(Date.now() / 1000);
      const access = scopes.map((scope) => {
        const [type, name, actions = ''] = scope.split(':');
        return { type, name, actions: actions.split(',') };
      });
      const head = encode({ typ: 'JWT', alg: 'ES256', x5c: chain });
      const body = encode({
        iss: ISSUER,
        aud: SERVICE,
        sub: '',
        iat: now,
        nbf: now - 10,
        exp: now + TOKEN_LIFE,
        access,
      });
      const signature = sign('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' });
      return `${head}.${body}.${signature.toString('base64url')}`;
    },
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
