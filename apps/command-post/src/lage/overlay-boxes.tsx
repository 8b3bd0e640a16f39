import type { Overlay } from '@lagebild/map/overlay/overlays.ts'
import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'

import { overlayFaults } from '../api/overlays.ts'
import type { OverlayFault } from '../api/overlays.ts'
import { setPreferences } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { overlaysNow } from './overlays.ts'

import own from '../frame/left.module.css'

const RENEW_MS = 60_000

/** What the hub says about the overlays while somebody looks at their list. */
function useFaults(): ReadonlyMap<string, OverlayFault> {
	const [faults, setFaults] = useState<ReadonlyMap<string, OverlayFault>>(new Map())
	useEffect(() => {
		let over = false
		const renew = () => void overlayFaults().then((found) => over || setFaults(found))
		renew()
		const timer = setInterval(renew, RENEW_MS)
		return () => {
			over = true
			clearInterval(timer)
		}
	}, [])
	return faults
}

/** The overlays of the configuration, each with what is wrong with it. */
export function OverlayBoxes() {
	const t = useTranslations('overlays')
	const overlays = usePicture(({ config }) => config?.overlays)
	const faults = useFaults()
	if (!overlays || overlays.length === 0) return null
	return (
		<fieldset className={own.group}>
			<legend className={own.groupHead}>{t('title')}</legend>
			{overlays.map((overlay) => (
				<Box key={overlay.id} overlay={overlay} fault={faults.get(overlay.id)} />
			))}
		</fieldset>
	)
}

const CODES = ['unreachable', 'status', 'not-image', 'not-geojson', 'too-large', 'no-file'] as const

function Box({ overlay: { id, name }, fault }: { readonly overlay: Overlay; readonly fault: OverlayFault | undefined }) {
	const t = useTranslations('overlays')
	const shown = usePicture((facts) => overlaysNow(facts).some((one) => one.id === id))
	const state = usePicture(({ overlayStates }) => overlayStates.get(id))
	const switched = usePicture(({ preferences }) => preferences.overlays)
	const code = CODES.find((one) => one === fault?.code)
	const wrong = fault && code ? t(`faults.${code}`, { detail: fault.detail }) : state === 'failed' ? t('failed') : undefined
	return (
		<>
			<Checkbox className={own.layer} checked={shown} onChange={(next) => setPreferences({ overlays: { ...switched, [id]: next } })}>
				<span className={own.name}>{name}</span>
				{shown && state === 'loading' && !wrong && <span className={own.age}>{t('loading')}</span>}
			</Checkbox>
			{wrong !== undefined && <p className={own.wrong}>{wrong}</p>}
		</>
	)
}
