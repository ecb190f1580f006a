import { startPage } from './components/startPage.tsx';
import { MainWindow } from './features/MainWindow.tsx';

startPage((view) => <MainWindow view={view} />);
