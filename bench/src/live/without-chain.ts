/** Loaded before all else (`--import`), also in the threads of the process: the journal's own code, but for its chain. */
import { registerHooks } from 'node:module'

const CHAIN = '/packages/journal/src/chain.ts'
const STAND_IN = new URL('no-chain.ts', import.meta.url).href

registerHooks({
	resolve(specifier, context, next) {
		const found = next(specifier, context)
		return found.url.endsWith(CHAIN) ? { ...found, url: STAND_IN } : found
	},
})
