import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { configJsonSchema } from '../packages/config/src/json-schema.ts'
import { jsonSchemas } from '../packages/model/src/json-schema.ts'

/** Writes the JSON Schemas into docs/schema; with --check only says which are out of date. */
const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs', 'schema')
const check = process.argv.includes('--check')

function current(file: string): string {
	try {
		return readFileSync(file, 'utf8')
	} catch {
		return ''
	}
}

mkdirSync(folder, { recursive: true })
const stale = [...jsonSchemas(), ['config', configJsonSchema()] as const].filter(([name, schema]) => {
	const file = join(folder, `${name}.schema.json`)
	const text = `${JSON.stringify(schema, null, '\t')}\n`
	if (current(file) === text) return false
	if (!check) writeFileSync(file, text)
	return true
})

for (const [name] of stale) console.log(`${check ? 'out of date' : 'written'}: docs/schema/${name}.schema.json`)
if (check && stale.length > 0) {
	console.log('Run: node scripts/publish.ts')
	process.exitCode = 1
}
