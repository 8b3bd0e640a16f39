import { readFile } from 'node:fs/promises'

import type { StreamConfig } from '@lagebild/config/stream.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

/** What the files of a feed hold. */
export type Secrets = {
	readonly named: Readonly<Record<string, string>>
	readonly password?: string
	/** Authority of its own; no secret. */
	readonly ca?: string
}

/** Reads them anew for each connection: a key that was replaced is used without a restart. The fault names the setting, never what is in a file. */
export async function secretsOf({ secretFiles = {}, passwordFile, caFile }: Partial<StreamConfig>): Promise<Result<Secrets, string>> {
	try {
		const named = await Promise.all(Object.entries(secretFiles).map(async ([name, file]) => [name, await held(file, name)] as const))
		return ok({
			named: Object.fromEntries(named),
			...(passwordFile !== undefined && { password: await held(passwordFile, 'passwordFile') }),
			...(caFile !== undefined && { ca: await held(caFile, 'caFile') }),
		})
	} catch (error) {
		return fail(error instanceof Error ? error.message : 'a secret cannot be read')
	}
}

async function held(file: string, setting: string): Promise<string> {
	const text = await readFile(file, 'utf8').catch((error: unknown) => {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
		throw new Error(`the file of ${setting} cannot be read (${code})`)
	})
	const secret = text.trim()
	if (secret === '') throw new Error(`the file of ${setting} is empty`)
	return secret
}

/** A text of the configuration with the secrets in their places. */
export function withSecrets(text: string, { named }: Secrets): string {
	return text.replaceAll(/\{\{([A-Z0-9_]{1,60})\}\}/g, (whole, name: string) => named[name] ?? whole)
}

/** What somebody else says, without the secrets that it may repeat. */
export function withoutSecrets(text: string, secrets: Secrets): string {
	return wordsOf(secrets).reduce((plain, secret) => plain.replaceAll(secret, '…'), text)
}

/** The same of a message: what is kept of it, and quoted, must not hold them either. */
export function plainBytes(bytes: Uint8Array, secrets: Secrets): Uint8Array {
	const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
	return wordsOf(secrets).some((secret) => message.includes(secret))
		? Buffer.from(withoutSecrets(message.toString('utf8'), secrets))
		: bytes
}

function wordsOf({ named, password }: Secrets): readonly string[] {
	return [...Object.values(named), ...(password === undefined ? [] : [password])].filter(({ length }) => length > 3)
}
