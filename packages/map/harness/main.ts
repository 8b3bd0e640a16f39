import '../../ui/node_modules/@fontsource-variable/ibm-plex-sans/wdth.css'
import '../../ui/node_modules/@fontsource-variable/ibm-plex-sans/wdth-italic.css'
import '../../ui/src/tokens.css'
import './harness.css'
import { createMapHost } from '../src/host.ts'
import { itemsOf } from '../src/items/items.ts'
import { textsDe } from '../src/items/texts-de.ts'
import type { Theme } from '../src/palette.ts'
import { measured, NOW, rows } from './rows.ts'

const query = new URLSearchParams(location.search)
const themes: readonly Theme[] = ['dark', 'light', 'sun', 'night']
const theme = themes.find((name) => name === query.get('theme')) ?? 'dark'
document.documentElement.dataset['theme'] = theme

const element = document.querySelector<HTMLElement>('#map')
if (!element) throw new Error('no map element')

const host = createMapHost(element, {
	theme,
	label: 'Lagekarte',
	zoom: Number(query.get('zoom') ?? 13),
	center: { lat: Number(query.get('lat') ?? 53.518), lng: Number(query.get('lng') ?? 9.98) },
})
const items = [...itemsOf(rows, measured, { now: NOW, texts: textsDe('Europe/Berlin') })]
const many = Number(query.get('many') ?? 0)
const pattern = items.find(({ type, kind }) => type === 'symbol' && kind === 'unit')
for (let index = 0; pattern && index < many; index++) {
	const position = { lat: 53.45 + ((index * 7919) % 2000) / 15_000, lng: 9.8 + ((index * 104_729) % 3001) / 8_000 }
	items.push({ ...pattern, id: rows[index % rows.length]?.id ?? pattern.id, position })
}
host.setBasemaps([])
host.setItems(items)
const selected = rows.find(({ fields }) => 'name' in fields && fields.name === (query.get('select') ?? 'Klütjenfeld 7'))
host.select(selected?.id)
host.focusItem(rows.find(({ fields }) => 'callsign' in fields && fields.callsign === query.get('focus'))?.id)
host.onSelect((id) => host.select(id))
host.onBasemapChange((state) => {
	document.title = JSON.stringify(state)
})
