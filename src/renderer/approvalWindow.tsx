import { startPage } from './components/startPage.tsx';
import { ApprovalWindow } from './features/requests/ApprovalWindow.tsx';

startPage((view) => <ApprovalWindow view={view} />);
