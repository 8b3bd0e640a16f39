import type { useTranslations } from 'use-intl'

import type { OrderRow } from '../select/orders.ts'

/** `Auftrag 114`; a request says that it is one. */
export function nameOfOrder(
	{ fields: { type, number } }: Pick<OrderRow, 'fields'>,
	t: ReturnType<typeof useTranslations<'orders'>>,
): string {
	if (!number) return t(type === 'request' ? 'unnumberedRequest' : 'unnumbered')
	return t(type === 'request' ? 'requestNumber' : 'number', { number })
}
