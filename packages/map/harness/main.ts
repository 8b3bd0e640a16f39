import '../../ui/src/base.css'
import '../../ui/src/tokens.css'
import './harness.css'
import { entityId } from '@lagebild/model/ids.ts'

import { createMapHost } from '../src/host.ts'
import { itemsOf } from '../src/items/items.ts'
import { textsDe } from '../src/items/texts-de.ts'
import type { Theme } from '../src/palette.ts'
import { addAreas } from './areas.ts'
import { measured, NOW, rows } from './row.ts'
import { addThings } from './things.ts'

addThings()
addAreas()
const query = new URLSearchParams(location.search)
const themes: readonly Theme[] = ['dark', 'light', 'sun', 'night']
const theme = themes.find((name) => name === query.get('theme')) ?? 'dark'
document.documentElement.dataset['theme'] = theme

const element = document.querySelector<HTMLElement>('#map')
if (!element) throw new Error('no map element')

const bare = query.has('bare')
const host = createMapHost(element, {
	theme,
	label: 'Lagekarte',
	zoom: Number(query.get('zoom') ?? 13),
	center: { lat: Number(query.get('lat') ?? 53.518), lng: Number(query.get('lng') ?? 9.98) },
})
const items = [...itemsOf(rows, measured, { now: NOW, texts: textsDe('Europe/Berlin') })]
const many = Number(query.get('many') ?? 0)
const pattern = items.find(({ type, kind }) => type === 'symbol' && kind === 'unit')
if (pattern) {
	for (let index = 0; index < many; index++) {
		const position = { lat: 53.45 + ((index * 7919) % 2000) / 15_000, lng: 9.8 + ((index * 104_729) % 3001) / 8_000 }
		items.push({ ...pattern, id: entityId('unit', 'many', String(index)), position })
	}
}
const tiles = query.get('tiles')
host.setBasemaps(tiles ? [{ id: 'tiles', name: 'Tiles', url: tiles, attribution: 'none', minZoom: 6, maxZoom: 18 }] : [])
host.setItems(bare ? [] : items)
const selected = rows.find(({ fields }) => 'name' in fields && fields.name === (query.get('select') ?? 'Klütjenfeld 7'))
host.select(selected?.id)
host.focusItem(rows.find(({ fields }) => 'callsign' in fields && fields.callsign === query.get('focus'))?.id)
host.onSelect((id) => host.select(id))
host.onBasemapChange((state) => {
	document.title = JSON.stringify(state)
})

/** Moves a tenth of the signs every tenth of a second and tells the mean cost of a frame. */
async function move(): Promise<number> {
	const started = performance.now()
	let frames = 0
	while (performance.now() - started < 3_000) {
		const moves = items
			.slice(0, items.length / 10)
			.map(({ id, position }) => ({ id, position: { lat: position.lat + frames * 1e-5, lng: position.lng } }))
		host.moveItems(moves)
		// oxlint-disable-next-line no-await-in-loop
		await new Promise((done) => {
			requestAnimationFrame(done)
		})
		frames += 1
	}
	return frames / 3
}
Object.assign(window, { move, host })
