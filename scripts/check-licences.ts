import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Every package that can reach a user has a licence that goes with EUPL-1.2. Development tools may be MPL-2.0 besides. */
const ALLOWED = new Set([
	'MIT',
	'ISC',
	'Apache-2.0',
	'BSD-2-Clause',
	'BSD-3-Clause',
	'0BSD',
	'OFL-1.1',
	'BlueOak-1.0.0',
	'Unlicense',
	'CC0-1.0',
	'Zlib',
	'Python-2.0',
])
const ALSO_IN_DEVELOPMENT = new Set(['MPL-2.0', 'CC-BY-4.0', 'CC-BY-3.0'])

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const store = join(root, 'node_modules', '.pnpm')

type Manifest = { readonly name: string; readonly version: string; readonly licence: string }

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null
}

function licenceOf(manifest: Record<string, unknown>): string {
	const { license, licenses } = manifest
	if (typeof license === 'string') return license
	if (isRecord(license) && typeof license['type'] === 'string') return license['type']
	const first: unknown = Array.isArray(licenses) ? licenses[0] : undefined
	return isRecord(first) && typeof first['type'] === 'string' ? first['type'] : 'none stated'
}

function read(folder: string): Manifest | undefined {
	const file = join(folder, 'package.json')
	if (!existsSync(file)) return undefined
	const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'))
	if (!isRecord(manifest) || typeof manifest['name'] !== 'string' || typeof manifest['version'] !== 'string') return undefined
	return { name: manifest['name'], version: manifest['version'], licence: licenceOf(manifest) }
}

function packagesIn(modules: string): Manifest[] {
	if (!existsSync(modules)) return []
	return readdirSync(modules)
		.flatMap((name) => (name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => join(name, inner)) : [name]))
		.map((name) => read(join(modules, name)))
		.filter((manifest) => manifest !== undefined)
}

function listed(name: string): boolean {
	return ALLOWED.has(name.trim()) || ALSO_IN_DEVELOPMENT.has(name.trim())
}

/** `(MIT OR X)` is fine when one of them is, `MIT AND X` when all are. */
function allowed(licence: string): boolean {
	const plain = licence.replaceAll(/[()]/g, '')
	return plain.split(' OR ').some((choice) => choice.split(' AND ').every(listed))
}

const all = readdirSync(store).flatMap((entry) => packagesIn(join(store, entry, 'node_modules')))
const packages = new Map(
	all.filter(({ name }) => !name.startsWith('@lagebild/')).map((manifest) => [`${manifest.name}@${manifest.version}`, manifest]),
)
const refused = [...packages.values()].filter(({ licence }) => !allowed(licence))
for (const { name, version, licence } of refused) console.log(`${name}@${version}: ${licence}`)
console.log(`${packages.size} packages, ${refused.length} with a licence that is not on the list`)
process.exitCode = refused.length === 0 ? 0 : 1
