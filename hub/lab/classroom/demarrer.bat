@echo off
rem Sert le site : avec Python s'il y en a un, sinon avec PowerShell, qui fait partie de Windows.
chcp 65001 >nul
cd /d "%~dp0"
py -3 -c "" >nul 2>nul
if not errorlevel 1 (
  py -3 serveur.py %*
  goto fin
)
python -c "" >nul 2>nul
if not errorlevel 1 (
  python serveur.py %*
  goto fin
)
if /i "%~1"=="--lan" (
  echo Pour servir une salle, il faut Python sur cet ordinateur ^(python.org^). Sans lui : demarrer.bat, pour ce poste seul.
  goto fin
)
where powershell >nul 2>nul
if errorlevel 1 (
  echo Ni Python ni PowerShell sur cet ordinateur : lisez LISEZ-MOI.txt, « sans rien installer ».
  goto fin
)
powershell -NoProfile -ExecutionPolicy Bypass -File serveur.ps1
:fin
pause
