import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build } from 'vite'

const CLIENT = fileURLToPath(new URL('../packages/client/src/', import.meta.url))
const ENTRY = '\0client'

/** The client package as one script that any page can run: `lagebildClient.connectOperation` and `lagebildClient.idbStorage`. */
export async function clientBundle(folder: string): Promise<string> {
	await build({
		configFile: false,
		logLevel: 'silent',
		plugins: [
			{
				name: 'client',
				resolveId: (id) => (id === 'client' ? ENTRY : undefined),
				load: (id) =>
					id === ENTRY
						? `export { connectOperation } from ${JSON.stringify(join(CLIENT, 'connect.ts'))}
export { idbStorage } from ${JSON.stringify(join(CLIENT, 'storage-idb.ts'))}`
						: undefined,
			},
		],
		build: {
			outDir: folder,
			emptyOutDir: false,
			minify: false,
			rollupOptions: {
				input: 'client',
				output: { format: 'iife', name: 'lagebildClient', entryFileNames: 'client.js' },
				preserveEntrySignatures: 'strict',
			},
		},
	})
	return readFileSync(join(folder, 'client.js'), 'utf8')
}
