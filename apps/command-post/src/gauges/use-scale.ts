import type { GaugeScale } from '@lagebild/model/gauge.ts'

import { scaleOf, scalesNow } from '../select/scales.ts'
import { usePicture } from '../state/react.ts'

/** What a gauge is measured against, as the hub's configuration says. */
export function useScale(id: string | undefined): GaugeScale {
	return usePicture((facts) => scaleOf(scalesNow(facts), id))
}
