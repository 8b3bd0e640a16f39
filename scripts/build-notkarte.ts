import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

import { notkarteArchive, readDrawing } from '../packages/map/src/pmtiles/notkarte.ts'

/** Makes packages/map/data/notkarte.pmtiles from the drawing beside it: `node scripts/build-notkarte.ts`. Equal drawings give equal bytes. */
const folder = join(import.meta.dirname, '../packages/map/data')
const compress = promisify(gzip)
const drawing = readDrawing(await readFile(join(folder, 'hamburg-schematic.geojson'), 'utf8'))
const archive = await notkarteArchive(drawing, (data) => compress(data, { level: 9 }))
await writeFile(join(folder, 'notkarte.pmtiles'), archive)
console.log(`notkarte.pmtiles: ${archive.length} bytes`)
