import 'leaflet/dist/leaflet.css'
import type { Box, Position } from '@lagebild/model/geo.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { DomEvent, Map as LeafletMap } from 'leaflet'
import type { LeafletMouseEvent } from 'leaflet'

import { BasemapSwitch } from './basemap/switch.ts'
import { Workbench } from './edit/workbench.ts'
import type { BasemapState, MapHost, MapOptions, Off, View } from './host-types.ts'
import type { ClusterMark } from './layer/frame.ts'
import type { Spot } from './layer/hit-test.ts'
import { TacticalLayer } from './layer/tactical-layer.ts'
import type { PlaceMark } from './mark.ts'
import { positionOf } from './mercator.ts'
import { onceThere } from './once-there.ts'
import { readPalette } from './palette.ts'
import type { Palette, Theme } from './palette.ts'
import { viewOf } from './view.ts'

const HAMBURG: Position = { lat: 53.516, lng: 9.99 }
const PANE = 'lagebild-tactical'
/** An alarm is looked at from this scale on. */
const CLOSE_ZOOM = 14

/** Listeners of one kind of news; the newest news is told to every listener when it comes. */
class Channel<T> {
	readonly #listeners = new Set<(news: T) => void>()
	#last: { readonly news: T } | undefined

	tell(news: T): void {
		this.#last = { news }
		for (const listener of this.#listeners) listener(news)
	}

	listen(listener: (news: T) => void): Off {
		this.#listeners.add(listener)
		if (this.#last) listener(this.#last.news)
		return () => this.#listeners.delete(listener)
	}

	/** For news that is a happening: a late listener missed it. */
	listenFromNow(listener: (news: T) => void): Off {
		this.#listeners.add(listener)
		return () => this.#listeners.delete(listener)
	}

	clear(): void {
		this.#listeners.clear()
	}
}

type Room = {
	readonly element: HTMLElement
	readonly map: LeafletMap
	readonly tactical: TacticalLayer
	readonly basemaps: BasemapSwitch
	readonly bench: Workbench
	readonly selected: Channel<EntityId | undefined>
	readonly hovered: Channel<EntityId | undefined>
	readonly views: Channel<View>
	readonly grounds: Channel<BasemapState>
	/** Removes the mark of a place. */
	unmark: Off | undefined
	/** Ends the ring around a thing. */
	unring: Off | undefined
	/** Ends every listener and timer that the map began. */
	readonly ends: Off[]
}

/** A map in an element of the page. Everything it adds to the page is gone after `dispose`, so that it can be made again at once. */
export function createMapHost(element: HTMLElement, options: MapOptions): MapHost {
	const room = buildRoom(element, options)
	const { map, tactical, basemaps, bench } = room
	room.ends.push(watchSize(room), watchFonts(room), watchPointer(room), watchView(room), bench.dispose)
	return {
		setTheme: (theme) => setTheme(room, theme),
		setBasemaps: (list, chosenId) => basemaps.set(list, chosenId),
		setGrid: (shown) => basemaps.setGrid(shown),
		setItems: (items) => tactical.setItems(items),
		moveItems: (moves) => tactical.moveItems(moves),
		select: (id) => tactical.select(id),
		onSelect: (listener) => room.selected.listenFromNow(listener),
		onHover: (listener) => room.hovered.listenFromNow(listener),
		onMenu: bench.onMenu,
		draw: bench.draw,
		setTraces: bench.setTraces,
		setOverlays: bench.overlays.set,
		onOverlayStates: bench.overlays.onStates,
		onViewChange: (listener) => room.views.listen(listener),
		onBasemapChange: (listener) => room.grounds.listen(listener),
		focusItem: (id) => focusItem(room, id),
		ring: (id, look) => ring(room, id, look),
		fit: (box) => fit(map, box),
		panTo: ({ lat, lng }) => void map.panTo([lat, lng]),
		setMark: (mark) => setMark(room, mark),
		setSelf: bench.setSelf,
		zoomIn: () => void map.zoomIn(),
		zoomOut: () => void map.zoomOut(),
		setSymbolSize: (px) => tactical.setSymbolSize(Math.max(24, Math.min(64, px))),
		invalidateSize: () => void map.invalidateSize({ animate: false }),
		dispose: () => dispose(room),
	}
}

function buildRoom(element: HTMLElement, options: MapOptions): Room {
	const { theme, label, center = HAMBURG, zoom = 12, symbolSize = 26, maxRatio, reaches } = options
	const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
	const map = new LeafletMap(element, {
		center: [center.lat, center.lng],
		zoom,
		minZoom: 8,
		maxZoom: 19,
		zoomControl: false,
		attributionControl: false,
		zoomAnimation: !calm,
		fadeAnimation: false,
		markerZoomAnimation: false,
		inertia: !calm,
		keyboard: true,
		boxZoom: true,
		wheelPxPerZoomLevel: 90,
	})
	map.createPane(PANE).style.zIndex = '400'
	const palette = paletteAt(element, theme)
	paintGround(element, palette)
	element.setAttribute('role', 'application')
	element.setAttribute('aria-label', label)
	element.tabIndex = 0
	const grounds = new Channel<BasemapState>()
	const tactical = new TacticalLayer(PANE, { palette, size: symbolSize, maxRatio }).addTo(map)
	const basemaps = new BasemapSwitch(map, { tactical, palette, onChange: (state) => grounds.tell(state), reaches })
	return {
		element,
		map,
		tactical,
		basemaps,
		bench: new Workbench(map, tactical),
		selected: new Channel(),
		hovered: new Channel(),
		views: new Channel(),
		grounds,
		unmark: undefined,
		unring: undefined,
		ends: [],
	}
}

/** Sets the theme on the map's element as well, so that the tokens are the new ones whatever the page does first. */
function paletteAt(element: HTMLElement, theme: Theme): Palette {
	element.dataset['theme'] = theme
	const style = getComputedStyle(element)
	return readPalette(theme, (property) => style.getPropertyValue(property))
}

function paintGround(element: HTMLElement, { land, font }: Palette): void {
	element.style.backgroundColor = land
	element.style.fontFamily = font
}

function setTheme({ element, tactical, basemaps, bench }: Room, theme: Theme): void {
	const palette = paletteAt(element, theme)
	paintGround(element, palette)
	tactical.setPalette(palette)
	basemaps.setPalette(palette)
	bench.overlays.setPalette()
}

function watchSize({ element, map }: Room): Off {
	const observer = new ResizeObserver(() => void map.invalidateSize({ animate: false, pan: false }))
	observer.observe(element)
	return () => observer.disconnect()
}

/** The interface's font arrives after the first picture. */
function watchFonts({ tactical, basemaps }: Room): Off {
	let alive = true
	const renew = () => {
		if (!alive) return
		tactical.forgetFonts()
		basemaps.forgetFonts()
	}
	document.fonts.addEventListener('loadingdone', renew)
	return () => {
		alive = false
		document.fonts.removeEventListener('loadingdone', renew)
	}
}

function spotOf({ containerPoint }: LeafletMouseEvent): Spot {
	return { x: containerPoint.x, y: containerPoint.y }
}

function watchPointer(room: Room): Off {
	const { map, element, tactical, selected, hovered, bench } = room
	let hover: EntityId | undefined
	const onClick = (event: LeafletMouseEvent) => {
		if (bench.drawing) return
		const hit = tactical.hit(spotOf(event))
		if (hit?.type === 'cluster') openCluster(room, hit.cluster)
		else selected.tell(hit?.id)
	}
	const onMove = (event: LeafletMouseEvent) => {
		if (bench.drawing) return
		const hit = tactical.hit(spotOf(event))
		element.style.cursor = hit ? 'pointer' : ''
		const id = hit?.type === 'item' ? hit.id : undefined
		if (id !== hover) hovered.tell(id)
		hover = id
	}
	const onOut = () => {
		if (hover !== undefined) hovered.tell(undefined)
		hover = undefined
	}
	map.on('click', onClick)
	map.on('mousemove', onMove)
	map.on('mouseout', onOut)
	return () => {
		map.off('click', onClick)
		map.off('mousemove', onMove)
		map.off('mouseout', onOut)
	}
}

/** Shows what a cluster holds as large as it fits; things in one place come apart at the largest scale. */
function openCluster({ map, tactical }: Room, cluster: ClusterMark): void {
	const members = tactical.membersOf(cluster).map(positionOf)
	const [lats, lngs] = [members.map(({ lat }) => lat), members.map(({ lng }) => lng)]
	const corners: [[number, number], [number, number]] = [
		[Math.min(...lats), Math.min(...lngs)],
		[Math.max(...lats), Math.max(...lngs)],
	]
	const zoom = Math.min(map.getBoundsZoom(corners, false, map.getSize().divideBy(4)), 17)
	map.setView([(corners[0][0] + corners[1][0]) / 2, (corners[0][1] + corners[1][1]) / 2], Math.max(zoom, map.getZoom() + 1))
}

function watchView({ map, views }: Room): Off {
	let frame = 0
	const tell = () => {
		frame = 0
		const { lat, lng } = map.getCenter()
		const bounds = map.getBounds()
		const box: Box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
		views.tell(viewOf({ lat, lng }, map.getZoom(), box))
	}
	const later = () => {
		if (frame === 0) frame = requestAnimationFrame(tell)
	}
	map.on('move zoomend resize', later)
	tell()
	return () => {
		cancelAnimationFrame(frame)
		map.off('move zoomend resize', later)
	}
}

function focusItem({ map, tactical }: Room, id: EntityId | undefined): void {
	tactical.focus(id)
	const item = id === undefined ? undefined : tactical.find(id)
	if (!item) return
	const { lat, lng } = item.position
	if (!map.getBounds().pad(-0.05).contains([lat, lng])) map.panTo([lat, lng], { animate: false })
}

function ring(room: Room, id: EntityId, look: boolean): void {
	const { map, tactical } = room
	const item = tactical.find(id)
	if (!item) return
	const { lat, lng } = item.position
	if (look) map.setView([lat, lng], Math.max(map.getZoom(), CLOSE_ZOOM))
	room.unring?.()
	room.unring = onceThere(import('./ring.ts'), ({ drawRing }) => drawRing(map, item.position))
}

function fit(map: LeafletMap, [west, south, east, north]: Box): void {
	map.fitBounds(
		[
			[south, west],
			[north, east],
		],
		{ padding: [32, 32], maxZoom: 16 },
	)
}

function setMark(room: Room, mark: PlaceMark | undefined): void {
	room.unmark?.()
	room.unmark = mark && onceThere(import('./mark.ts'), ({ drawMark }) => drawMark(room.map, mark))
}

function dispose({ element, map, basemaps, selected, hovered, views, grounds, ends, unring, unmark }: Room): void {
	unring?.()
	unmark?.()
	for (const end of ends) end()
	for (const channel of [selected, hovered, views, grounds]) channel.clear()
	basemaps.dispose()
	map.remove()
	DomEvent.off(element)
	for (const name of ['role', 'aria-label', 'tabindex', 'data-theme']) element.removeAttribute(name)
	for (const property of ['cursor', 'background-color', 'font-family', 'position']) element.style.removeProperty(property)
	element.classList.remove(...[...element.classList].filter((name) => name.startsWith('leaflet-')))
}
