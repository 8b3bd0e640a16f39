/** What every page is built with, so that a browser fetches no more than it uses. */

type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [key: string]: unknown }
type Context = { readonly parse: (code: string) => { readonly body: readonly unknown[] } }
type Found = { readonly id: string }
type Resolving = {
	readonly resolve: (source: string, importer: string | undefined, options: { readonly skipSelf: boolean }) => Promise<Found | null>
}

function isNode(value: unknown): value is Node {
	return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value
}

function nodesOf(value: unknown): readonly Node[] {
	return Array.isArray(value) ? value.filter(isNode) : []
}

const MADE: ReadonlySet<string> = new Set(['CallExpression', 'ObjectExpression', 'ArrayExpression'])

/** Where the constants of a module begin that calls make. */
function made(program: { readonly body: readonly unknown[] }): readonly Part[] {
	return nodesOf(program.body)
		.map((statement) => (isNode(statement['declaration']) ? statement['declaration'] : statement))
		.flatMap((statement) => (statement.type === 'VariableDeclaration' ? nodesOf(statement['declarations']) : []))
		.flatMap(({ init }) => (isNode(init) && MADE.has(init.type) ? [init] : []))
}

type Part = { readonly start: number; readonly end: number }

function withoutEffect(text: string, { start, end }: Part): string {
	return `${text.slice(0, start)}/* @__PURE__ */ (() => (${text.slice(start, end)}))()${text.slice(end)}`
}

/** Schemas of the model are values without an effect: one that nobody reads is left out, and with it what it is made of. */
export function schemasWithoutEffect() {
	return {
		name: 'lagebild-schemas-without-effect',
		transform(this: Context, code: string, id: string) {
			if (!/\/packages\/(?:model|client)\/src\/[^?]*\.ts(?:\?plain)?$/.test(id) || !code.includes('zod')) return undefined
			const parts = made(this.parse(code)).toSorted((a, b) => b.start - a.start)
			return { code: parts.reduce(withoutEffect, code), map: null }
		},
	}
}

const APART = '?plain'
const FROM_MODEL = /^(?:@lagebild\/model\/|\.).*\.ts$/

function textAt(value: unknown, key: string): string | undefined {
	if (!isNode(value)) return undefined
	const { [key]: text } = value
	return typeof text === 'string' ? text : undefined
}

/** Schemas have names like types: a capital and then small letters. */
function isSchema(specifier: Node): boolean {
	return /^[A-Z].*[a-z]/.test(textAt(specifier['imported'], 'name') ?? '')
}

/** An import of names from a module of the model as two: of its schemas, and of everything else. */
function inTwo(code: string, statement: Node): string {
	const specifiers = nodesOf(statement['specifiers'])
	const source = textAt(statement['source'], 'value') ?? ''
	const importing = (wanted: readonly Node[], from: string) =>
		wanted.length === 0 ? '' : `import { ${wanted.map(({ start, end }) => code.slice(start, end)).join(', ')} } from '${from}'\n`
	return (
		importing(specifiers.filter(isSchema), source) +
		importing(
			specifiers.filter((one) => !isSchema(one)),
			source + APART,
		)
	)
}

/**
 * A module belongs to one chunk as a whole. So that pages which need no schemas fetch none, the rest of such a module is a module of its own.
 * None of them has an effect: one of which nothing is used is not fetched.
 */
export function schemasApart() {
	return [modelModules(), importsInTwo()]
}

function modelModules() {
	return {
		name: 'lagebild-model-modules',
		enforce: 'pre' as const,
		async resolveId(this: Resolving, source: string, importer: string | undefined) {
			if (!FROM_MODEL.test(source.replace(APART, '')) || importer === undefined) return undefined
			const [from = ''] = importer.split('?')
			const found = await this.resolve(source.replace(APART, ''), from, { skipSelf: true })
			if (!found?.id.includes('/packages/model/src/')) return undefined
			return { ...found, id: source.endsWith(APART) ? found.id + APART : found.id, moduleSideEffects: false }
		},
	}
}

function importsInTwo() {
	return {
		name: 'lagebild-imports-in-two',
		transform(this: Context, code: string, id: string) {
			const [path = ''] = id.split('?')
			const inModel = path.includes('/packages/model/src/')
			if (!/\.tsx?$/.test(path) || path.includes('/node_modules/') || !(inModel || code.includes('@lagebild/model/'))) return undefined
			const imports = nodesOf(this.parse(code).body).filter(({ type, source, specifiers }) => {
				const from = textAt(source, 'value') ?? ''
				return type === 'ImportDeclaration' && nodesOf(specifiers).length > 0 && FROM_MODEL.test(from) && (inModel || !from.startsWith('.'))
			})
			const split = imports.toReversed().reduce((text, one) => text.slice(0, one.start) + inTwo(code, one) + text.slice(one.end), code)
			return { code: split, map: null }
		},
	}
}

/** Under its content policy a page may not compile code, and each try of zod would be a violation of it. */
export function schemasInterpreted() {
	return {
		name: 'lagebild-schemas-interpreted',
		transform(code: string, id: string) {
			if (!id.endsWith('/zod/v4/core/core.js')) return undefined
			const told = '__zod_globalConfig = {}'
			if (!code.includes(told)) throw new Error('The configuration of zod is not where it was.')
			return { code: code.replace(told, '__zod_globalConfig = { jitless: true }'), map: null }
		},
	}
}

/** What is known of each kind is worked out here and given to the page as values, instead of the schemas that it is read from. */
export function traitsAsValues() {
	return {
		name: 'lagebild-traits-as-values',
		async load(id: string) {
			if (!id.includes('/packages/model/src/kinds/traits.ts')) return undefined
			const values: unknown = await import(id.replace(APART, ''))
			if (typeof values !== 'object' || values === null) throw new Error('The traits of kinds are no module.')
			const lines = Object.entries(values).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}`)
			return lines.join('\n')
		},
	}
}

/** Signs never carry the font of their library: text on them is written by the map. */
export function signsWithoutFont() {
	return {
		name: 'lagebild-signs-without-font',
		transform(code: string, id: string) {
			if (!id.endsWith('taktische-zeichen-core/dist/esm/font.js')) return undefined
			const without = code.replace(/base64,[A-Za-z0-9+/=]+/, 'base64,')
			if (without.length > 10_000) throw new Error('The font of taktische-zeichen-core is not where it was.')
			return { code: without, map: null }
		},
	}
}

/** Leaflet's parts that hang themselves on its map when they are read: its ways to move, layers, and what draws paths. */
const EFFECTS = /\/leaflet\/src\/(?:map\/|layer\/Layer\.js|layer\/vector\/Renderer\.getRenderer\.js)/

/** Leaflet in its parts, of which a page fetches those it uses; as one file it is all or nothing. */
export function leafletInParts() {
	return {
		name: 'lagebild-leaflet-in-parts',
		enforce: 'pre' as const,
		async resolveId(this: Resolving, source: string, importer: string | undefined) {
			const asked = source === 'leaflet' ? 'leaflet/src/Leaflet.js' : source
			if (asked === source && !importer?.includes('/leaflet/src/')) return undefined
			const found = await this.resolve(asked, importer, { skipSelf: true })
			return found && { ...found, moduleSideEffects: EFFECTS.test(found.id) }
		},
		/** What draws paths is brought along by the paths, since nothing else asks for it by name. */
		transform(code: string, id: string) {
			return id.endsWith('/leaflet/src/layer/vector/Path.js')
				? { code: `import './Renderer.getRenderer.js'\n${code}`, map: null }
				: undefined
		},
	}
}

/** Reached from the first view by an import of which it uses nothing: what is left of it belongs to those who use it. */
const LATER =
	/\/node_modules\/zod\/|\/packages\/model\/src\/[^?]*\.ts$|\/leaflet\/src\/(?:layer\/(?:vector|marker|GeoJSON|Popup|Tooltip|DivOverlay|ImageOverlay|VideoOverlay|SVGOverlay|LayerGroup|FeatureGroup)|control)/

/** What the first view needs comes as one file, which compresses better than its parts. */
export const FIRST_AS_ONE = {
	includeDependenciesRecursively: false,
	groups: [{ name: 'first', tags: ['$initial' as const], test: (id: string) => !LATER.test(id) }],
}
