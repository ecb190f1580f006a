import { createContext, useContext } from 'react';

/** `performance.now()` at which the view on show arrived. */
export const ArrivalContext = createContext(0);

export function useArrival(): number {
  return useContext(ArrivalContext);
}
