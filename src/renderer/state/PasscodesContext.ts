import { createContext } from 'react';
import { Passcodes } from './Passcodes.ts';

export const PasscodesContext = createContext(new Passcodes());
