import { readFileSync } from 'node:fs'
import path from 'node:path'

import { FAULTS } from '@lagebild/model/fault.ts'
import { expect, test } from 'vitest'

test('every fault stands in the table of docs/protocol.md', () => {
	const page = readFileSync(path.join(import.meta.dirname, '../../../docs/protocol.md'), 'utf8')
	const [, table = ''] = /^## Faults$(.*?)^## /ms.exec(page) ?? []
	expect(Object.keys(FAULTS).filter((code) => !table.includes(`\`${code}\``))).toEqual([])
})
