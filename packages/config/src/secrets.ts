import { readFileSync } from 'node:fs'

import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import type { OidcConfig, OidcProvider } from './oidc.ts'

type SecretFault = { readonly key: string; readonly message: string }
type Environment = Readonly<Record<string, string | undefined>>

/** Reads the secrets where the configuration says they are. A fault names the key and never what was read. */
export function withSecrets(providers: readonly OidcConfig[], env: Environment): Result<readonly OidcProvider[], SecretFault[]> {
	const read = providers.map((provider, index) => withSecret(provider, `oidc.${index}`, env))
	const faults = read.flatMap((one) => (one.ok ? [] : [one.fault]))
	return faults.length > 0 ? fail(faults) : ok(read.flatMap((one) => (one.ok ? [one.value] : [])))
}

function withSecret(provider: OidcConfig, key: string, env: Environment): Result<OidcProvider, SecretFault> {
	const { clientSecretFile, clientSecretEnv } = provider
	if (clientSecretFile !== undefined) return held(provider, fileSecret(clientSecretFile), `${key}.clientSecretFile`)
	if (clientSecretEnv !== undefined) return held(provider, variableSecret(clientSecretEnv, env), `${key}.clientSecretEnv`)
	return ok(provider)
}

function held(provider: OidcConfig, secret: Result<string, string>, key: string): Result<OidcProvider, SecretFault> {
	if (!secret.ok) return fail({ key, message: secret.fault })
	return secret.value === '' ? fail({ key, message: 'is empty' }) : ok({ ...provider, clientSecret: secret.value })
}

function fileSecret(file: string): Result<string, string> {
	try {
		return ok(readFileSync(file, 'utf8').trim())
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
		return fail(`${file} cannot be read (${code})`)
	}
}

function variableSecret(name: string, env: Environment): Result<string, string> {
	const value = env[name]
	return value === undefined ? fail(`the environment has no variable ${name}`) : ok(value.trim())
}
