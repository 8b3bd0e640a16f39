import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/**
 * JavaScript that a browser fetches before it draws the first picture, gzip: the scripts of `index.html`, everything they import statically, and what
 * they ask for before they draw. What is fetched afterwards, when somebody opens it or once the picture stands, does not count (docs/measurements.md).
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)))

type View = { readonly app: string; readonly name: string; readonly mostKb: number; readonly asked: readonly RegExp[] }

const VIEWS: readonly View[] = [
	/** The texts of one language, German being the longer one. */
	{ app: 'command-post', name: 'command post', mostKb: 300, asked: [/^de-first-/] },
	{ app: 'field', name: 'tablet', mostKb: 200, asked: [/^de-(?!rest)/, /^workplace-/] },
]

/** Names of the files that a built file imports before it runs. */
function importsOf(code: string): readonly string[] {
	return [...code.matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)].map(([, name = '']) => name)
}

function scriptsOf(folder: string): readonly string[] {
	const html = readFileSync(join(folder, 'index.html'), 'utf8')
	return [...html.matchAll(/(?:src|href)="[^"]*\/assets\/([\w.-]+\.js)"/g)].map(([, name = '']) => name)
}

function fetchedFirst({ app, asked }: View): ReadonlyMap<string, number> {
	const folder = join(root, 'apps', app, 'dist')
	const assets = join(folder, 'assets')
	const sizes = new Map<string, number>()
	const fetch = (name: string) => {
		if (sizes.has(name)) return
		const code = readFileSync(join(assets, name))
		sizes.set(name, gzipSync(code).length)
		for (const other of importsOf(code.toString())) fetch(other)
	}
	const later = readdirSync(assets).filter((name) => name.endsWith('.js') && asked.some((pattern) => pattern.test(name)))
	for (const name of [...scriptsOf(folder), ...later]) fetch(name)
	return sizes
}

/** @returns whether it keeps its bound */
function judge(view: View): boolean {
	if (!existsSync(join(root, 'apps', view.app, 'dist', 'index.html'))) {
		process.stderr.write(`${view.name} is not built: node scripts/build-web.ts\n`)
		return false
	}
	const sizes = [...fetchedFirst(view)].toSorted(([, a], [, b]) => b - a)
	const kb = sizes.reduce((sum, [, bytes]) => sum + bytes, 0) / 1_000
	const kept = kb <= view.mostKb
	process.stdout.write(`${view.name}: ${kb.toFixed(1)} kB of ${view.mostKb} in ${sizes.length} files\n`)
	if (!kept) for (const [name, bytes] of sizes) process.stdout.write(`  ${(bytes / 1_000).toFixed(1)} kB ${name}\n`)
	return kept
}

process.exitCode = VIEWS.map(judge).every(Boolean) ? 0 : 1
