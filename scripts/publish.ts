import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { configJsonSchema } from '../packages/config/src/json-schema.ts'
import { mappingJsonSchema } from '../packages/feeds/src/mapping/definition.ts'
import { jsonSchemas } from '../packages/model/src/json-schema.ts'
import { kindsPage } from './kinds-page.ts'
import { rolesPage } from './roles-page.ts'

/** Writes the JSON Schemas into docs/schema and the pages about kinds and roles; with --check only says which are out of date. */
const docs = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs')
const check = process.argv.includes('--check')

function current(file: string): string {
	try {
		return readFileSync(file, 'utf8')
	} catch {
		return ''
	}
}

mkdirSync(join(docs, 'schema'), { recursive: true })
const schemas = [...jsonSchemas(), ['config', configJsonSchema()] as const, ['mapping', mappingJsonSchema()] as const]
const texts = [
	...schemas.map(([name, schema]) => [`schema/${name}.schema.json`, `${JSON.stringify(schema, null, '\t')}\n`] as const),
	['kinds.md', kindsPage()] as const,
	['roles.md', rolesPage()] as const,
]
const stale = texts.filter(([name, text]) => {
	const file = join(docs, name)
	if (current(file) === text) return false
	if (!check) writeFileSync(file, text)
	return true
})

for (const [name] of stale) console.log(`${check ? 'out of date' : 'written'}: docs/${name}`)
if (check && stale.length > 0) {
	console.log('Run: node scripts/publish.ts')
	process.exitCode = 1
}
