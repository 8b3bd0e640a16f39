import type { Label } from '@lagebild/model/label.ts'

import type { MapItem } from '../item.ts'
import { words } from './facts.ts'
import type { ItemTexts } from './texts.ts'

/** Who stands at the map must know what may not be told on: by lock, word and title. An area has no room for a second line. */
export function withLabel(item: MapItem, { level }: Label, { classified }: ItemTexts): MapItem {
	if (level !== 'restricted') return item
	const title = words(item.title, classified)
	if (item.type === 'area') return { ...item, restricted: true, title, label: item.label === '' ? '' : words(item.label, classified) }
	return { ...item, restricted: true, title, note: words(item.note, classified) }
}
