import { distanceMetres, verticesOf } from '@lagebild/model/geo.ts'
import { formatUtmref } from '@lagebild/model/utmref.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Navigation } from 'lucide-react'
import { useTranslations } from 'use-intl'

import type { Order } from '../picture/unit-picture.ts'
import { useFacts } from '../state/react.ts'

import styles from './orders.module.css'

/** Where the order lies, how far that is, and the way into whatever navigates on this device. */
export function OrderTarget({ order: { geometry, fields } }: { readonly order: Order }) {
	const t = useTranslations('orderStep')
	const { figure } = useFormats()
	const gps = useFacts((facts) => facts.gps)
	const [vertex] = geometry ? verticesOf(geometry) : []
	if (!vertex) return null
	const [lng, lat] = vertex
	const metres = gps.state === 'fixed' ? distanceMetres(gps.fix, { lat, lng }) : undefined
	const away = metres === undefined ? undefined : metres < 1_000 ? `${figure(metres)} m` : `${figure(metres / 1_000, 1)} km`
	const place = `${lat.toFixed(6)},${lng.toFixed(6)}`
	return (
		<p className={styles.target}>
			<span>{[formatUtmref({ lat, lng }, 10), away && t('away', { distance: away })].filter(Boolean).join(', ')}</span>
			<a className={styles.navigate} href={`geo:${place}?q=${place}(${encodeURIComponent(fields.target ?? fields.order ?? '')})`}>
				<Navigation size={24} aria-hidden />
				{t('navigate')}
			</a>
		</p>
	)
}
