import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** The key with which one installation signs its checkpoints (Ed25519, RFC 8032). */
export type NodeKey = { readonly privateKey: KeyObject; /** SPKI, base64. */ readonly publicKey: string }

/** Reads the key, or makes one at the first start. The file is readable by its owner alone, whatever it was before. */
export function openNodeKey(file: string): NodeKey {
	if (!existsSync(file)) createKey(file)
	chmodSync(file, 0o600)
	const privateKey = createPrivateKey(readFileSync(file))
	if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error(`${file} does not hold an Ed25519 key`)
	return { privateKey, publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64') }
}

/** Written whole under another name first: a crash leaves no half key, and of two processes that start together one wins for both. */
function createKey(file: string): void {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
	const draft = `${file}.${process.pid}`
	const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
	rmSync(draft, { force: true })
	const handle = openSync(draft, 'wx', 0o600)
	writeSync(handle, pem.toString())
	fsyncSync(handle)
	closeSync(handle)
	try {
		linkSync(draft, file)
	} catch (error) {
		if (!existsSync(file)) throw error
	} finally {
		rmSync(draft, { force: true })
	}
}
